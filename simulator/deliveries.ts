import type { Call } from './call.ts';
import type { FaultPlan } from './faults.ts';
import { decideDelivery, type DeliveryDecision } from './faults/deliveries.ts';
import { nextRandom } from './faults/random.ts';
import { prepareDelivery, type Delivery, type Sending } from './prepare-delivery.ts';
import { sendUntilAccepted, type SendDeps, type SendEnd } from './send-delivery.ts';

type DeliveryDeps = SendDeps & {
  readonly seed: number;
  readonly faults: () => FaultPlan;
};

/** What became of a delivery. */
export type DeliveryEnd = SendEnd | 'dropped';

/** Puts a delivery behind the others of its call; resolves when it was accepted, dropped or given up. */
export type Deliver = (call: Call, delivery: Delivery) => Promise<DeliveryEnd>;

type Deliveries = {
  readonly deliver: Deliver;
  /** Resolves when nothing is on its way. */
  readonly settled: () => Promise<void>;
};

/** Creates the queues: one per call, each in order unless a fault says otherwise. */
export function createDeliveries(deps: DeliveryDeps): Deliveries {
  const inTurn = createTurns(deps);
  const open = new Set<Promise<unknown>>();
  const keepOpen = (work: Promise<unknown>): void => {
    const done = work.finally(() => open.delete(done));
    open.add(done);
  };

  const start: Deliver = async (call, delivery) => {
    const random = nextRandom(deps.seed, call, `delivery ${delivery.about}`);
    const decided = decideDelivery((call.faults ?? deps.faults()).deliveries, random);
    const sending = prepareDelivery(call, delivery, decided);
    if (sending.dropped) {
      deps.ledger.write({ type: 'deliveryDropped', ...sending.name, fault: sending.fault });
      return 'dropped';
    }
    writeDecision(deps, sending, decided);
    const end = await inTurn(call.callId, decided, () => sendOnceOrTwice(deps, sending, decided));
    if (decided.repeatMs !== null) keepOpen(repeat(deps, sending, decided.repeatMs));
    return end;
  };

  return {
    deliver: (call, delivery) => {
      const end = start(call, delivery);
      keepOpen(end);
      return end;
    },
    settled: async () => {
      await Promise.all(open);
    },
  };
}

/** What waits or comes again is in the ledger before it happens. */
function writeDecision(deps: DeliveryDeps, sending: Sending, decided: DeliveryDecision): void {
  const fault = [
    ...sending.fault,
    ...(decided.duplicate ? ['duplicate'] : []),
    ...(decided.repeatMs === null ? [] : ['repeat']),
  ];
  if (fault.length > 0) deps.ledger.write({ type: 'deliveryFaulted', ...sending.name, fault });
}

type Turn = (
  callId: string,
  decided: DeliveryDecision,
  send: () => Promise<SendEnd>,
) => Promise<SendEnd>;

/** Lets each delivery of a call wait for the one before, and those with a fault for something else. */
function createTurns({ timers }: DeliveryDeps): Turn {
  const tails = new Map<string, Promise<SendEnd>>();
  const overtaking = createOvertaking();

  const afterWait = async (waitMs: number, send: () => Promise<SendEnd>): Promise<SendEnd> => {
    if (waitMs > 0 && (await timers.sleep(waitMs)) === 'closed') return 'closed';
    return send();
  };

  return async (callId, { turn, waitMs }, send) => {
    if (turn === 'late') return afterWait(waitMs, send);
    if (turn === 'reorder') {
      await Promise.race([overtaking.next(callId), timers.sleep(waitMs)]);
      return send();
    }
    const before = tails.get(callId) ?? Promise.resolve();
    const tail = before.then(() => afterWait(waitMs, send));
    tails.set(callId, tail);
    const end = await tail;
    overtaking.happened(callId);
    if (tails.get(callId) === tail) tails.delete(callId);
    return end;
  };
}

/** Lets a held delivery hear that a later one of its call went through. */
function createOvertaking() {
  const waiting = new Map<string, (() => void)[]>();
  return {
    next: (callId: string): Promise<void> =>
      new Promise((resolve) => {
        waiting.set(callId, [...(waiting.get(callId) ?? []), resolve]);
      }),
    happened: (callId: string): void => {
      for (const resolve of waiting.get(callId) ?? []) resolve();
      waiting.delete(callId);
    },
  };
}

async function sendOnceOrTwice(
  deps: DeliveryDeps,
  sending: Sending,
  { duplicate }: DeliveryDecision,
): Promise<SendEnd> {
  await deps.beforeDelivery();
  const first = await sendUntilAccepted(deps, sending);
  if (!duplicate) return first.end;
  const fault = [...sending.fault, 'duplicate' as const];
  const { originalMessageId } = first;
  const second = await sendUntilAccepted(deps, { ...sending, fault }, originalMessageId);
  return first.end === 'accepted' ? first.end : second.end;
}

async function repeat(deps: DeliveryDeps, sending: Sending, repeatMs: number): Promise<void> {
  if ((await deps.timers.sleep(repeatMs)) === 'closed') return;
  await sendUntilAccepted(deps, { ...sending, fault: [...sending.fault, 'repeat'] });
}
