import type { CallRegisterReader } from '../contracts/call-register.ts';
import { normaliseId } from '../contracts/ids.ts';
import type { Registration } from '../contracts/types.ts';
import type { InviteSignal, SendSignal, SignalAnswer } from './invite-signal.ts';
import type {
  CallTerminatedItem,
  IgnoredItem,
  NotificationItem,
  OperationCompletedItem,
  OperationFailedItem,
  RosterUpdatedItem,
} from './notification-item.ts';
import { settleInParallel } from './settle-in-parallel.ts';

/** Calls to Temporal at a time for one notification: a batch of 100 must not shut out its neighbours. */
const parallelCalls = 20;

/** What may concern an invite; the rest is only counted. */
export type RoutableItem = Exclude<NotificationItem, IgnoredItem>;
type OperationItem = OperationCompletedItem | OperationFailedItem;
type CallItem = RosterUpdatedItem | CallTerminatedItem;
type Registrations = ReadonlyMap<string, readonly Registration[]>;

interface RouteOptions {
  readonly register: CallRegisterReader;
  readonly send: SendSignal;
  /** Of the token: each fact carries it, and an invite of another tenant drops the fact. */
  readonly tenantId: string;
}

/**
 * Brings each item to the invites it concerns; several for one invite in their order.
 * @returns for each item `stored` when at least one invite has it
 * @throws UnavailableError when something could not be stored; what could be is stored all the same
 */
export async function routeSignals(
  items: readonly RoutableItem[],
  { register, send, tenantId }: RouteOptions,
): Promise<SignalAnswer[]> {
  const lookUps = await lookUpCalls(items, register);
  const registrations = new Map(lookUps.flatMap((one) => ('value' in one ? [one.value] : [])));
  const answers: SignalAnswer[] = items.map(() => 'nobodyWaits');
  const lanes = perInvite(items, (item) => signalsOf(item, tenantId, registrations));
  const sendings = await settleInParallel(
    lanes.map((lane) => async () => {
      for (const { signal, index } of lane) {
        if ((await send(signal)) === 'stored') answers[index] = 'stored';
      }
    }),
    parallelCalls,
  );
  const failure = [...lookUps, ...sendings].find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
  return answers;
}

/** The registrations of each call that an item is about, by normalised id: one look-up for each call. */
async function lookUpCalls(items: readonly RoutableItem[], register: CallRegisterReader) {
  const callIds = new Map(
    items.filter(needsLookUp).map(({ callId }) => [normaliseId(callId), callId]),
  );
  return settleInParallel(
    [...callIds].map(
      ([key, callId]) =>
        async () =>
          [key, await register.lookUp(callId)] as const,
    ),
    parallelCalls,
  );
}

function needsLookUp(item: RoutableItem): item is CallItem {
  return (
    item.kind === 'callTerminated' ||
    (item.kind === 'rosterUpdated' && item.participants.length > 0)
  );
}

interface Sending {
  readonly signal: InviteSignal;
  /** Of the item in the batch. */
  readonly index: number;
}

function perInvite(
  items: readonly RoutableItem[],
  signalsFor: (item: RoutableItem) => readonly InviteSignal[],
): Sending[][] {
  const lanes = new Map<string, Sending[]>();
  items.forEach((item, index) => {
    for (const signal of signalsFor(item)) {
      const lane = lanes.get(signal.inviteId) ?? [];
      lane.push({ signal, index });
      lanes.set(signal.inviteId, lane);
    }
  });
  return [...lanes.values()];
}

function signalsOf(
  item: RoutableItem,
  tenantId: string,
  registrations: Registrations,
): readonly InviteSignal[] {
  if (item.kind === 'operationCompleted' || item.kind === 'operationFailed') {
    return [operationSignal(item, tenantId)];
  }
  const waiting = registrations.get(normaliseId(item.callId)) ?? [];
  return waiting.flatMap((registration) =>
    item.kind === 'rosterUpdated'
      ? rosterSignal(item, tenantId, registration)
      : [callSignal(item, tenantId, registration)],
  );
}

/** The invite is the clientContext that we sent, so that no look-up is needed. */
function operationSignal(item: OperationItem, tenantId: string): InviteSignal {
  const { inviteId, callId, operationId } = item;
  const origin = { callId, tenantId, ...(operationId !== undefined && { operationId }) };
  const { resultInfo } = item;
  return item.kind === 'operationFailed'
    ? { inviteId, name: item.kind, fact: { ...origin, resultInfo: item.resultInfo } }
    : { inviteId, name: item.kind, fact: { ...origin, ...(resultInfo && { resultInfo }) } };
}

/**
 * Only this invite's people: strangers never enter a history. A roster of the original call goes out too, with that
 * call's id: to the invite it is a hint, no evidence (docs/protocol.md, quirk 13).
 */
function rosterSignal(
  { callId, participants }: RosterUpdatedItem,
  tenantId: string,
  { inviteId, participantKeys, role, expiresAt }: Registration,
): InviteSignal[] {
  const own = participants.filter(({ key }) => participantKeys.includes(key));
  if (own.length === 0) return [];
  const address = { inviteId, role, registeredUntil: expiresAt };
  return [{ ...address, name: 'rosterUpdated', fact: { callId, tenantId, participants: own } }];
}

function callSignal(
  { callId, resultInfo }: CallTerminatedItem,
  tenantId: string,
  { inviteId, role }: Registration,
): InviteSignal {
  const name = role === 'target' ? 'callTerminated' : 'originalCallTerminated';
  return { inviteId, name, fact: { callId, tenantId, ...(resultInfo && { resultInfo }) } };
}
