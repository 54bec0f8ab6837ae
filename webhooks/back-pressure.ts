import { getHeapStatistics } from 'node:v8';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply } from 'fastify';

export const shedReasons = [
  'pipelined',
  'requestsUnderWay',
  'bodyBytes',
  'eventLoopDelay',
  'heapUsedBytes',
] as const;
/** Why a request was sent away before anything was done for it. */
export type ShedReason = (typeof shedReasons)[number];

/** From which load on requests are sent away. */
export interface LoadLimits {
  /** Requests with a good token, from then until the work for them has really ended. */
  readonly requests: number;
  /** Of the bodies of these requests, together. */
  readonly bodyBytes: number;
  /** How late timers are, on average over a second; milliseconds. */
  readonly eventLoopDelayMs: number;
  readonly heapUsedBytes: number;
}

export const defaultLoadLimits: LoadLimits = {
  requests: 500,
  bodyBytes: 64 * 1024 * 1024,
  eventLoopDelayMs: 2_000,
  heapUsedBytes: Math.floor(getHeapStatistics().heap_size_limit * 0.85),
};

/** What one request takes of the budget. Given back when the last who holds it has let go. */
export interface Place {
  /** Once the body is there: what it really takes, which chunks do not announce. */
  resize(bytes: number): void;
  /** @returns how to let go; each holder once */
  hold(): () => void;
}

export interface Budget {
  /** A place with nobody who holds it yet, or why there is none. */
  reserve(bytes: number): Place | ShedReason;
}

/** Counts what is under way, so that the next request is sent away before memory grows and not after. */
export function createBudget(limits: Pick<LoadLimits, 'requests' | 'bodyBytes'>): Budget {
  const used = { requests: 0, bodyBytes: 0 };
  const take = (requests: number, bodyBytes: number) => {
    used.requests += requests;
    used.bodyBytes += bodyBytes;
  };
  return {
    reserve: (bytes) => {
      if (used.requests >= limits.requests) return 'requestsUnderWay';
      if (used.bodyBytes + bytes > limits.bodyBytes) return 'bodyBytes';
      take(1, bytes);
      return placeOf(bytes, take);
    },
  };
}

function placeOf(bytes: number, take: (requests: number, bodyBytes: number) => void): Place {
  const place = { bytes, holders: 0, isTaken: true };
  return {
    resize: (real) => {
      if (place.isTaken) take(0, real - place.bytes);
      place.bytes = real;
    },
    hold: () => {
      if (!place.isTaken) take(1, place.bytes);
      place.isTaken = true;
      place.holders += 1;
      return () => {
        place.holders -= 1;
        place.isTaken = place.holders > 0;
        if (!place.isTaken) take(-1, -place.bytes);
      };
    },
  };
}

/**
 * Few clients and no proxy send a request before the last one is answered. Node reads on all the same while tokens are
 * checked, and stops only for answers that are not fetched: without this, each connection could queue its thousand
 * requests at once.
 */
const checksPerConnection = 8;

/** @returns how to leave, or undefined when this connection already has enough requests whose token is being checked */
export type EnterCheck = (connection: object) => (() => void) | undefined;

export function createCheckLimit(limit = checksPerConnection): EnterCheck {
  const checks = new WeakMap<object, number>();
  const add = (connection: object, change: 1 | -1) => {
    checks.set(connection, (checks.get(connection) ?? 0) + change);
  };
  return (connection) => {
    if ((checks.get(connection) ?? 0) >= limit) return undefined;
    add(connection, 1);
    return () => {
      add(connection, -1);
    };
  };
}

/**
 * Sends requests away while this process is late or short of memory, before it looks at their tokens. Late is what could
 * not be answered within 5 s any more: until then a late 202 is worth more than a quick 503, which Graph may never follow
 * up. Utilisation of the event loop is not looked at: under a flood of bad signatures it is always near 1, though each is
 * refused within milliseconds, and the good notifications among them would be sent away (docs/reliability.md 4).
 */
export async function shedUnderPressure(
  app: FastifyInstance,
  limits: Pick<LoadLimits, 'eventLoopDelayMs' | 'heapUsedBytes'>,
  shed: (reply: FastifyReply, reason: ShedReason) => void,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    maxHeapUsedBytes: limits.heapUsedBytes,
    pressureHandler: (_request, reply, type) => {
      shed(reply, type === underPressure.TYPE_HEAP_USED_BYTES ? 'heapUsedBytes' : 'eventLoopDelay');
    },
  });
}
