import type { Call } from './call.ts';
import { deliveryFault, randomFor, type DeliveryFault, type FaultPlan } from './faults.ts';
import { newGuid } from './ids.ts';
import type { KeyRing } from './key-ring.ts';
import type { DeliveryName, Ledger } from './ledger.ts';
import type { Sender } from './send-notification.ts';
import type { Timers } from './timers.ts';

/** How often a delivery without a 2xx is repeated: after `backoffMs`, then twice that, and so on. */
export type RedeliveryPolicy = {
  readonly tries: number;
  readonly backoffMs: number;
  readonly timeoutMs: number;
};

type DeliveryDeps = {
  readonly seed: number;
  readonly ledger: Ledger;
  readonly timers: Timers;
  readonly keys: KeyRing;
  readonly sender: Sender;
  readonly policy: RedeliveryPolicy;
  readonly faults: () => FaultPlan;
};

type Delivery = {
  readonly about: string;
  readonly clientContext: string | null;
  readonly body: string;
};

/** Puts a delivery behind the others of its call; resolves when it was accepted, dropped or given up. */
export type Deliver = (call: Call, delivery: Delivery) => Promise<void>;

type Deliveries = {
  readonly deliver: Deliver;
  /** Resolves when nothing is on its way. */
  readonly settled: () => Promise<void>;
};

/** Creates the queues: one per call, each in order unless a fault says otherwise. */
export function createDeliveries(deps: DeliveryDeps): Deliveries {
  const tails = new Map<string, Promise<void>>();
  const open = new Set<Promise<void>>();
  const overtaking = createOvertaking();

  const enqueue: Deliver = (call, delivery) => {
    call.deliveries += 1;
    const random = randomFor(deps.seed, `delivery ${call.ordinal} ${call.deliveries}`);
    const fault = deliveryFault(call.faults ?? deps.faults(), random);
    const name = { deliveryId: newGuid(), callId: call.callId, ...namesOf(delivery) };
    const run = (): Promise<void> => deliverWithFault(deps, call, { ...delivery, name }, fault);
    if (fault.reorderMs !== null) {
      const overtaken = overtaking.next(call.callId);
      return Promise.race([overtaken, deps.timers.sleep(fault.reorderMs)]).then(run);
    }
    const tail = (tails.get(call.callId) ?? Promise.resolve()).then(run);
    tails.set(call.callId, tail);
    return tail.then(() => {
      overtaking.happened(call.callId);
      if (tails.get(call.callId) === tail) tails.delete(call.callId);
    });
  };

  return {
    deliver: (call, delivery) => {
      const done = enqueue(call, delivery).finally(() => open.delete(done));
      open.add(done);
      return done;
    },
    settled: async () => {
      await Promise.all(open);
    },
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

type NamedDelivery = Delivery & { readonly name: DeliveryName };

async function deliverWithFault(
  deps: DeliveryDeps,
  call: Call,
  delivery: NamedDelivery,
  fault: DeliveryFault,
): Promise<void> {
  if (fault.drop) {
    deps.ledger.write({ type: 'deliveryDropped', ...delivery.name });
    return;
  }
  if (fault.delayMs > 0 && (await deps.timers.sleep(fault.delayMs)) === 'closed') return;
  const originalMessageId = newGuid();
  await attemptUntilAccepted(deps, call, delivery, originalMessageId);
  if (fault.duplicate) await attemptUntilAccepted(deps, call, delivery, originalMessageId);
}

async function attemptUntilAccepted(
  deps: DeliveryDeps,
  call: Call,
  delivery: NamedDelivery,
  originalMessageId: string,
): Promise<void> {
  const { tries, backoffMs } = deps.policy;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (deps.timers.isClosed()) return;
    if (await attemptOnce(deps, call, delivery, { attempt, originalMessageId })) return;
    const waitMs = backoffMs * 2 ** (attempt - 1);
    if (attempt < tries && (await deps.timers.sleep(waitMs)) === 'closed') return;
  }
  deps.ledger.write({ type: 'deliveryGivenUp', ...delivery.name });
}

async function attemptOnce(
  deps: DeliveryDeps,
  call: Call,
  delivery: NamedDelivery,
  { attempt, originalMessageId }: { attempt: number; originalMessageId: string },
): Promise<boolean> {
  const token = await deps.keys.mint({ claims: { tid: call.tenantId } });
  const { status, error } = await deps.sender.send({
    url: call.callbackUri,
    headers: notificationHeaders(call, token, originalMessageId),
    body: delivery.body,
    timeoutMs: deps.policy.timeoutMs,
  });
  deps.ledger.write({ type: 'deliveryAttempted', attempt, status, error, ...delivery.name });
  return status !== null && status >= 200 && status < 300;
}

/** The headers seen on real deliveries (docs/protocol.md 7). The message id is new with each attempt. */
function notificationHeaders(
  call: Call,
  token: string,
  originalMessageId: string,
): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Microsoft-Skype/3.0,(Calling/1.0) graph-simulator',
    'scenario-id': call.chainId,
    'x-microsoft-skype-chain-id': call.chainId,
    'x-microsoft-skype-message-id': newGuid(),
    'x-microsoft-skype-original-message-id': originalMessageId,
    'client-request-id': newGuid(),
    'x-graph-simulator': 'true',
  };
}

function namesOf({ about, clientContext }: Delivery): Omit<DeliveryName, 'deliveryId' | 'callId'> {
  return { about, clientContext };
}
