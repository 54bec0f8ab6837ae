/** Asking Graph where notifications did not tell: nothing here throws, what cannot be learned stays unknown. */
import { ActivityFailure, condition, log, proxyActivities } from '@temporalio/workflow';
import type { CallReading, InviteActivities, RosterReading } from '../contracts/activities.ts';
import { isUnreadable } from '../contracts/guards.ts';
import { countReading } from './invite-metrics.ts';
import {
  originalCallId,
  outcomeKnown,
  rosterConfirmed,
  visibleInvitees,
  type InviteState,
} from './invite-state.ts';
import {
  latchCallEnded,
  latchCompleted,
  latchFailed,
  latchOriginalCallEnded,
  latchPresumedPresent,
  latchRoster,
} from './latches.ts';
import { enterPhase } from './phase.ts';
import { leastAskingMs, readingOptions } from './policies.ts';

/**
 * Asks for the roster, the call and the operation, in this order, until one of them settles the outcome, or the invite is
 * to be taken back.
 */
export async function reconcileOutcome(state: InviteState): Promise<void> {
  await whileAsking(
    state,
    'reconciling',
    (until) => unless(() => nothingToAsk(state), askForOutcome(state, until)),
    'no end of the operation was reported in time',
  );
}

/**
 * Runs `work` with what is left of `reconcileMs`, which is one budget for the whole life of an invite: each invite then
 * ends within the sum of its deadlines, however often Graph has to be asked.
 */
export async function whileAsking<T>(
  state: InviteState,
  phase: 'reconciling' | 'revoking',
  work: (until: number) => Promise<T>,
  why?: string,
): Promise<T> {
  const { reconcileMs } = state.invite.deadlines;
  const began = Date.now();
  const leftMs = Math.max(reconcileMs - state.askedMs, Math.min(reconcileMs, leastAskingMs));
  enterPhase(state, phase, began + leftMs, why);
  const done = await work(began + leftMs);
  state.askedMs += Date.now() - began;
  return done;
}

/**
 * Latches who stands in the target's roster now. Undefined when Graph could not be read.
 * @param askAgainWhenEmpty an empty roster proves nothing; ask until it is not empty, or the time is over
 */
export async function readTargetRoster(
  state: InviteState,
  until: number,
  askAgainWhenEmpty = false,
): Promise<RosterReading | undefined> {
  const { callId, tenantId, participants } = state.invite;
  const keys = participants.map(({ key }) => key);
  const input = { callId, tenantId, keys, ...(askAgainWhenEmpty && { askAgainWhenEmpty }) };
  const reading = await read(asking(until, 'who is in the call?').readRoster(input));
  countReading('roster', rosterBrought(state, reading));
  if (!reading) return undefined;
  if (reading.callEnded) latchCallEnded(state, {}, 'reconciliation', Date.now());
  if (reading.size > 0) state.targetRosterRead = true;
  latchRoster(state, { callId, participants: reading.participants }, 'reconciliation', Date.now());
  return reading;
}

/** Confirms who stands in the target's roster now, or everyone when a hint is all there is to go by. */
export async function confirmByReading(state: InviteState, until: number): Promise<void> {
  const askAgainWhenEmpty = !state.originalRosterSeen;
  const reading = readTargetRoster(state, until, askAgainWhenEmpty).then(() => {
    const nothingLearned = !state.targetRosterRead && state.callEnded === undefined;
    if (nothingLearned && state.originalRosterSeen) {
      latchPresumedPresent(state, Date.now());
    }
  });
  await unless(() => rosterConfirmed(state) || state.callEnded !== undefined, reading);
}

/** Whether the target's roster shows everyone right now. */
export async function readEveryoneIsThere(state: InviteState): Promise<boolean> {
  const roster = await whileAsking(
    state,
    'reconciling',
    (until) => readTargetRoster(state, halfOf(until), true),
    'the operation failed, but they may have answered elsewhere',
  );
  return (roster?.size ?? 0) > 0 && showsEveryone(state, roster);
}

/** Latches whether the target call is gone. */
export async function readTargetCall(state: InviteState, until: number): Promise<void> {
  const { callId, tenantId } = state.invite;
  const reading = await read(
    asking(until, 'is the call still there?').readCall({ callId, tenantId }),
  );
  countReading('call', callBrought(reading));
  if (reading?.ended) latchCallEnded(state, reading, 'reconciliation', Date.now());
}

/** Latches whether the call that a replace is to end is gone. */
export async function readOriginalCall(state: InviteState): Promise<void> {
  const callId = originalCallId(state.invite);
  if (callId === undefined) return;
  const { tenantId } = state.invite;
  const readOriginal = async (until: number) => {
    const reading = read(
      asking(until, 'is the original call still there?').readCall({ callId, tenantId }),
    ).then((call) => {
      countReading('originalCall', callBrought(call));
      if (call?.ended) latchOriginalCallEnded(state, call, 'reconciliation', Date.now());
    });
    await unless(() => state.originalCallEnded !== undefined, reading);
  };
  const why = 'no end of the original call was reported in time';
  await whileAsking(state, 'reconciling', readOriginal, why);
}

/** Waits for `work`, but no longer than until a fact makes it needless. */
export async function unless<T>(settled: () => boolean, work: Promise<T>): Promise<T | undefined> {
  return await Promise.race([work, condition(settled).then(() => undefined)]);
}

async function askForOutcome(state: InviteState, until: number): Promise<void> {
  const roster = await readTargetRoster(state, halfOf(until), true);
  latchIfEveryoneIsThere(state, roster);
  if (nothingToAsk(state)) return;
  await readTargetCall(state, halfOf(until));
  if (nothingToAsk(state)) return;
  await readOperation(state, until);
  // One that could not be read leaves nothing known; what the other questions took little of is left for it.
  if (roster === undefined && !nothingToAsk(state) && Date.now() < until) {
    latchIfEveryoneIsThere(state, await readTargetRoster(state, until, true));
  }
}

function latchIfEveryoneIsThere(state: InviteState, roster: RosterReading | undefined): void {
  if (!nothingToAsk(state) && showsEveryone(state, roster)) {
    latchCompleted(state, {}, 'reconciliation', Date.now());
  }
}

function nothingToAsk(state: InviteState): boolean {
  return outcomeKnown(state) || state.cancelRequested;
}

/** So that one question without an answer leaves time for the next. */
export function halfOf(until: number): number {
  return Date.now() + Math.floor((until - Date.now()) / 2);
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

function rosterBrought(state: InviteState, reading: RosterReading | undefined): string {
  if (!reading) return 'unreadable';
  if (reading.callEnded) return 'callEnded';
  if (reading.size === 0) return 'nobody';
  return showsEveryone(state, reading) ? 'everyone' : 'notEveryone';
}

function callBrought(reading: CallReading | undefined): string {
  if (!reading) return 'unreadable';
  return reading.ended ? 'ended' : 'goesOn';
}

async function readOperation(state: InviteState, until: number): Promise<void> {
  const { operationId } = state;
  if (operationId === undefined) return;
  const { callId, tenantId } = state.invite;
  const reading = await read(
    asking(until, 'how did the operation end?').readOperation({ callId, tenantId, operationId }),
  );
  countReading('operation', reading?.status ?? 'unreadable');
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
    const value = await reading;
    return isUnreadable(value) ? undefined : value;
  } catch (error) {
    // Never a cancellation: an invite runs in a scope that a cancel does not reach.
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('Graph could not be asked', { activity: error.activityType });
    return undefined;
  }
}
