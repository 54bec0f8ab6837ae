import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { BenchRequest } from './closed-loop.ts';
import { greatest, percentile, tally } from '../support/statistics.ts';

/** One request that was due at a moment, whatever became of those before it. */
export interface Sample {
  /** Milliseconds since the load began. */
  readonly dueMs: number;
  /** From that moment to the answer: waiting for a connection counts, so a stall hides nothing. */
  readonly latencyMs: number;
  /** How late the generator itself was. */
  readonly lateMs: number;
  /** The HTTP status, `503 without Retry-After`, or the code of the error. */
  readonly outcome: string;
}

export interface OpenLoopLoad {
  readonly url: string;
  /** Requests per second. */
  readonly rate: number;
  readonly seconds: number;
  /** At most so many at once; further requests wait for one. */
  readonly connections: number;
  readonly request: (index: number) => BenchRequest;
}

/** Until then an answer is waited for. */
const patienceMs = 20_000;

/** Sends at a constant rate, on connections of its own; resolves with all answers, in the order of the requests. */
export async function sendAtRate(load: OpenLoopLoad): Promise<readonly Sample[]> {
  const { rate, seconds, connections } = load;
  const pool = new Pool(load.url, {
    ...{ connections, headersTimeout: patienceMs, bodyTimeout: patienceMs },
  });
  const begun = performance.now();
  const sent: Promise<Sample>[] = [];
  const total = Math.round(rate * seconds);
  for (let index = 0; index < total; index += 1) {
    const due = begun + (index * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const lateMs = performance.now() - due;
    sent.push(
      outcomeOf(pool, load.request(index)).then((outcome) => ({
        ...{ dueMs: due - begun, latencyMs: performance.now() - due, lateMs, outcome },
      })),
    );
  }
  const samples = await Promise.all(sent);
  await pool.destroy();
  return samples;
}

async function outcomeOf(pool: Pool, request: BenchRequest): Promise<string> {
  try {
    const { statusCode, headers, body } = await pool.request({
      ...request,
      signal: AbortSignal.timeout(patienceMs),
    });
    await body.dump();
    const silent = statusCode === 503 && headers['retry-after'] === undefined;
    return silent ? '503 without Retry-After' : String(statusCode);
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export interface OpenLoopSummary {
  readonly sent: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly most: number };
  /** How late the generator itself was, of one request in a hundred. */
  readonly lateP99Ms: number;
}

export function summaryOf(samples: readonly Sample[]): OpenLoopSummary {
  const latencies = samples.map(({ latencyMs }) => latencyMs);
  const late = samples.map(({ lateMs }) => lateMs);
  return {
    sent: samples.length,
    outcomes: tally(samples.map(({ outcome }) => outcome)),
    latencyMs: {
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      most: greatest(latencies),
    },
    lateP99Ms: percentile(late, 0.99),
  };
}
