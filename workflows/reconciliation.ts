/** Asking Graph where notifications did not tell: nothing here throws, what cannot be learned stays unknown. */
import { ActivityFailure, condition, log, proxyActivities } from '@temporalio/workflow';
import type { InviteActivities, RosterReading } from '../contracts/activities.ts';
import {
  latchCallEnded,
  latchCompleted,
  latchFailed,
  latchOriginalCallEnded,
  latchPresumedPresent,
  latchRoster,
  originalCallId,
  outcomeKnown,
  rosterConfirmed,
  visibleInvitees,
  type InviteState,
} from './invite-state.ts';
import { enterPhase } from './phase.ts';
import { readingOptions } from './policies.ts';

/** Asks for the roster, the call and the operation, in this order, until one of them settles the outcome. */
export async function reconcileOutcome(state: InviteState): Promise<void> {
  const until = Date.now() + state.invite.deadlines.reconcileMs;
  enterPhase(state, 'reconciling', until);
  await unless(() => outcomeKnown(state), askForOutcome(state, until));
}

/** Latches who stands in the target's roster now. Undefined when Graph could not be read. */
export async function readTargetRoster(
  state: InviteState,
  until: number,
): Promise<RosterReading | undefined> {
  const { callId, tenantId, participants } = state.invite;
  const keys = participants.map(({ key }) => key);
  const reading = await read(
    asking(until, 'who is in the call').readRoster({ callId, tenantId, keys }),
  );
  if (!reading) return undefined;
  if (reading.callEnded) latchCallEnded(state, {}, 'reconciliation', Date.now());
  latchRoster(state, { callId, participants: reading.participants }, 'reconciliation', Date.now());
  return reading;
}

/** Confirms who stands in the target's roster now, or everyone when a hint is all there is to go by. */
export async function confirmByReading(state: InviteState, until: number): Promise<void> {
  enterPhase(state, 'reconciling', until);
  const reading = readTargetRoster(state, until).then((roster) => {
    const nothingLearned = (roster?.size ?? 0) === 0;
    if (nothingLearned && state.originalRosterSeen && state.callEnded === undefined) {
      latchPresumedPresent(state, Date.now());
    }
  });
  await unless(() => rosterConfirmed(state) || state.callEnded !== undefined, reading);
}

/** Whether the target's roster shows everyone right now. */
export async function readEveryoneIsThere(state: InviteState): Promise<boolean> {
  const until = Date.now() + state.invite.deadlines.reconcileMs;
  enterPhase(state, 'reconciling', until);
  const roster = await readTargetRoster(state, until);
  return (roster?.size ?? 0) > 0 && showsEveryone(state, roster);
}

/** Latches whether the target call is gone. */
export async function readTargetCall(state: InviteState, until: number): Promise<void> {
  const { callId, tenantId } = state.invite;
  const reading = await read(
    asking(until, 'is the call still there').readCall({ callId, tenantId }),
  );
  if (reading?.ended) latchCallEnded(state, reading, 'reconciliation', Date.now());
}

/** Latches whether the call that a replace is to end is gone. */
export async function readOriginalCall(state: InviteState): Promise<void> {
  const callId = originalCallId(state.invite);
  if (callId === undefined) return;
  const { tenantId, deadlines } = state.invite;
  const until = Date.now() + deadlines.reconcileMs;
  enterPhase(state, 'reconciling', until);
  const reading = read(
    asking(until, 'is the replaced call still there').readCall({ callId, tenantId }),
  ).then((call) => {
    if (call?.ended) latchOriginalCallEnded(state, call, 'reconciliation', Date.now());
  });
  await unless(() => state.originalCallEnded !== undefined, reading);
}

/** Waits for `work`, but no longer than until a fact makes it needless. */
export async function unless<T>(settled: () => boolean, work: Promise<T>): Promise<T | undefined> {
  return await Promise.race([work, condition(settled).then(() => undefined)]);
}

async function askForOutcome(state: InviteState, until: number): Promise<void> {
  const roster = await readTargetRoster(state, until);
  if (outcomeKnown(state)) return;
  if (showsEveryone(state, roster)) {
    latchCompleted(state, {}, 'reconciliation', Date.now());
    return;
  }
  await readTargetCall(state, until);
  if (outcomeKnown(state)) return;
  await readOperation(state, until);
}

/** What was just read counts before what was once seen, unless the reading proves nothing. */
function showsEveryone(state: InviteState, roster: RosterReading | undefined): boolean {
  const visible = visibleInvitees(state.invite);
  const isThere = (key: string) =>
    roster && roster.size > 0
      ? roster.participants.some((one) => one.key === key && !one.inLobby && !one.removed)
      : state.inRoster.has(key);
  return visible.length > 0 && visible.every(({ key }) => isThere(key));
}

async function readOperation(state: InviteState, until: number): Promise<void> {
  const { operationId } = state;
  if (operationId === undefined) return;
  const { callId, tenantId } = state.invite;
  const reading = await read(
    asking(until, 'how did the operation end').readOperation({ callId, tenantId, operationId }),
  );
  if (!reading) return;
  const { status, resultInfo } = reading;
  if (status === 'completed') latchCompleted(state, { resultInfo }, 'reconciliation', Date.now());
  if (status === 'failed') {
    latchFailed(state, { resultInfo: resultInfo ?? {} }, 'reconciliation', Date.now());
  }
}

function asking(until: number, summary: string) {
  return proxyActivities<InviteActivities>(
    readingOptions(Math.max(until - Date.now(), 1), summary),
  );
}

async function read<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    // Never a cancellation: an invite runs in a scope that a cancel does not reach.
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('Graph could not be asked', { activity: error.activityType });
    return undefined;
  }
}
