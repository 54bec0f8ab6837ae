/** Invites on a stack, and the facts about them that a fault test waits for: in the ledger, and in Temporal. */
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { InviteHandle, InvitePhase, InviteRequest } from '../../client/index.ts';
import { callWorkflowId } from '../../contracts/ids.ts';
import type { CallInput, LedgerEntry, Script } from '../../simulator/index.ts';
import { awaitCaller, type CallerSaw } from '../checker/index.ts';
import { eventsOf, type HistoryEvent } from './histories.ts';
import type { Stack } from './stack.ts';
import { until } from './until.ts';

/** One person, invited into a call of its own. */
export interface StackInvite {
  readonly inviteId: string;
  readonly callId: string;
  readonly request: InviteRequest;
  readonly handle: InviteHandle;
}

export interface InviteOptions extends Pick<InviteRequest, 'deadlines' | 'onUnknownOutcome'> {
  /** What the invited person does, and Graph. */
  readonly script?: Omit<Script, 'inviteeId' | 'clientContext'>;
  /** Default: a group call whose notifications go to all webhooks in turn. */
  readonly call?: Partial<CallInput>;
  /** The call that the person leaves. */
  readonly replacesCallId?: string;
}

/** Starts an invite, with a script for its person and short deadlines unless others are given. */
export async function startInvite(stack: Stack, options: InviteOptions): Promise<StackInvite> {
  const { request, inviteId } = newInvite(stack, options);
  const handle = await stack.invites.start({ inviteId, ...request });
  return { inviteId, callId: request.callId, request, handle };
}

/** Everything but the start: for whoever starts it otherwise. */
export function newInvite(stack: Stack, options: InviteOptions) {
  const { callbackUri } = stack;
  const { replacesCallId } = options;
  const { callId } = stack.simulator.createCall({ kind: 'group', callbackUri, ...options.call });
  const inviteeId = randomUUID();
  stack.simulator.script({ ...options.script, inviteeId });
  const request: InviteRequest = {
    callId,
    participants: [
      { identity: { user: { id: inviteeId } }, ...(replacesCallId && { replacesCallId }) },
    ],
    deadlines: { ...shortDeadlines, ...options.deadlines },
    ...(options.onUnknownOutcome && { onUnknownOutcome: options.onUnknownOutcome }),
  };
  return { inviteId: randomUUID(), inviteeId, request };
}

/** Above a restart of everything, and far below the defaults; asking Graph may outlive one activity time-out of 20 s. */
const shortDeadlines = {
  operationMs: 60_000,
  rosterMs: 60_000,
  teardownMs: 10_000,
  reconcileMs: 45_000,
  unknownMs: 1_000,
} as const;

/** What the caller is told in the end. An unreachable Temporal is asked again, as a caller would. */
export async function endOf(invite: StackInvite, deadlineMs = 90_000): Promise<CallerSaw> {
  return await until(
    async () => {
      const saw = await awaitCaller(invite.handle, { signal: AbortSignal.timeout(deadlineMs) });
      return saw.kind !== 'nothing' && saw;
    },
    `the end of invite ${invite.inviteId}`,
    deadlineMs,
  );
}

/** `joined`, `canceled` or the failure type: what tests compare most. */
export async function outcomeOf(invite: StackInvite): Promise<string> {
  const saw = await endOf(invite);
  return saw.kind === 'failed' ? saw.type : saw.kind;
}

/** Where the completion of a joined invite was learned, and the roster. */
export async function confirmedBy(invite: StackInvite): Promise<unknown> {
  const saw = await endOf(invite);
  return saw.kind === 'joined' ? (saw.result as { confirmedBy: object }).confirmedBy : saw;
}

type EntryOf<T extends LedgerEntry['type']> = Extract<LedgerEntry, { readonly type: T }>;

/** The entries of one type about this invite's call; its only invite is this one. */
export function entriesOf<T extends LedgerEntry['type']>(
  stack: Stack,
  { callId }: StackInvite,
  type: T,
): readonly EntryOf<T>[] {
  return stack.simulator
    .ledger()
    .filter((entry): entry is EntryOf<T> => entry.type === type)
    .filter((entry) => 'callId' in entry && entry.callId === callId);
}

export function executedPosts(stack: Stack, invite: StackInvite): number {
  return entriesOf(stack, invite, 'postReceived').filter(({ executed }) => executed).length;
}

/** Waits until the ledger has such an entry about each of the invites. */
export async function inLedger(
  stack: Stack,
  type: LedgerEntry['type'],
  invites: readonly StackInvite[],
): Promise<void> {
  const has = (invite: StackInvite) => entriesOf(stack, invite, type).length > 0;
  await until(() => invites.every(has), `${type} of ${invites.length} invites`, 30_000);
}

/** Waits until some worker has taken this activity of each invite and not ended it. */
export async function activityTaken(
  stack: Stack,
  activity: string,
  invites: readonly StackInvite[],
): Promise<void> {
  await holdsForEach(invites, `${activity} is taken`, async ({ handle }) => {
    const { raw } = await stack.client.workflow.getHandle(handle.workflowId).describe();
    const isTaken = raw.pendingActivities?.some(
      ({ activityType, state }) =>
        activityType?.name === activity && Number(state) === startedState,
    );
    return isTaken === true;
  });
}

/** `PENDING_ACTIVITY_STATE_STARTED` of temporal.api.enums.v1. */
const startedState = 2;

/** Waits until somebody waits on the call of each invite, which is the last thing before its POST. */
export async function registered(stack: Stack, invites: readonly StackInvite[]): Promise<void> {
  await holdsForEach(invites, 'registered', async ({ callId }) => {
    try {
      await stack.client.workflow.getHandle(callWorkflowId(callId)).describe();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  });
}

/** Waits until a worker says so of each invite: it has reported what came before. */
export async function inPhase(phase: InvitePhase, invites: readonly StackInvite[]): Promise<void> {
  const isIn = async ({ handle }: StackInvite) => (await handle.status()).phase === phase;
  await holdsForEach(invites, phase, isIn);
}

/** Waits until the history of each invite is as wanted. */
export async function inHistory(
  stack: Stack,
  what: string,
  invites: readonly StackInvite[],
  holds: (events: readonly HistoryEvent[]) => boolean,
): Promise<void> {
  await holdsForEach(invites, what, async (invite) => holds(await historyOf(stack, invite)));
}

export function historyOf(stack: Stack, { handle }: StackInvite): Promise<HistoryEvent[]> {
  return eventsOf(stack.client.workflow.getHandle(handle.workflowId));
}

/** How often a signal of this name is stored. */
export function signalCount(events: readonly HistoryEvent[], name: string): number {
  return events.filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === name,
  ).length;
}

/** Whether a workflow task is with a worker that has not ended it. */
export function isInTask(events: readonly HistoryEvent[]): boolean {
  return events.at(-1)?.workflowTaskStartedEventAttributes != null;
}

/** The process that did the last workflow task, and has the run in its cache: `pid@host`. */
export function lastWorker(events: readonly HistoryEvent[]): string | undefined {
  const identities = events.flatMap(
    ({ workflowTaskCompletedEventAttributes: done }) => done?.identity ?? [],
  );
  return identities.at(-1);
}

async function holdsForEach(
  invites: readonly StackInvite[],
  what: string,
  holds: (invite: StackInvite) => Promise<boolean>,
): Promise<void> {
  for (const invite of invites) {
    await until(() => holds(invite), `${what}: invite ${invite.inviteId}`, 30_000);
  }
}
