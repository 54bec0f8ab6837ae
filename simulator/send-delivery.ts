import type { Call } from './call.ts';
import { newGuid } from './ids.ts';
import type { KeyRing } from './key-ring.ts';
import type { Ledger } from './ledger.ts';
import type { Sending } from './prepare-delivery.ts';
import type { Sender } from './send-notification.ts';
import type { Timers } from './timers.ts';

/** How often a delivery without a 2xx is repeated: after `backoffMs`, then twice that, and so on. */
export type RedeliveryPolicy = {
  readonly tries: number;
  readonly backoffMs: number;
  readonly timeoutMs: number;
};

/** What sending needs. */
export type SendDeps = {
  readonly ledger: Ledger;
  readonly timers: Timers;
  readonly keys: KeyRing;
  readonly sender: Sender;
  readonly policy: RedeliveryPolicy;
  /** Runs before the first attempt of each delivery. */
  readonly beforeDelivery: () => Promise<void>;
};

/** `closed` when the simulator closed first. */
export type SendEnd = 'accepted' | 'givenUp' | 'closed';

/** Sends a delivery until it gets a 2xx, as often as the policy says. */
export async function sendUntilAccepted(
  deps: SendDeps,
  sending: Sending,
  originalMessageId = newGuid(),
): Promise<{ readonly end: SendEnd; readonly originalMessageId: string }> {
  const { tries, backoffMs } = deps.policy;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (deps.timers.isClosed()) return { end: 'closed', originalMessageId };
    if (await attemptOnce(deps, sending, { attempt, originalMessageId })) {
      return { end: 'accepted', originalMessageId };
    }
    const waitMs = backoffMs * 2 ** (attempt - 1);
    if (attempt < tries && (await deps.timers.sleep(waitMs)) === 'closed') {
      return { end: 'closed', originalMessageId };
    }
  }
  deps.ledger.write({ type: 'deliveryGivenUp', ...sending.name });
  return { end: 'givenUp', originalMessageId };
}

async function attemptOnce(
  deps: SendDeps,
  { call, name, body, fault }: Sending,
  { attempt, originalMessageId }: { attempt: number; originalMessageId: string },
): Promise<boolean> {
  const token = await deps.keys.mint({ claims: { tid: call.tenantId } });
  const { status, error } = await deps.sender.send({
    url: call.callbackUri,
    headers: notificationHeaders(call, token, originalMessageId),
    body,
    timeoutMs: deps.policy.timeoutMs,
  });
  const faults = fault.length === 0 ? null : fault;
  deps.ledger.write({
    type: 'deliveryAttempted',
    attempt,
    status,
    error,
    ...name,
    fault: faults,
  });
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
