import { ApplicationFailure, CancellationScope, CancelledFailure } from '@temporalio/workflow';
import { isInviteFailureType } from '../contracts/errors.ts';
import type { InviteRequest, InviteResult } from '../contracts/types.ts';
import { startInviteDeadline, type Deadline } from './deadline.ts';
import { lookBeforeFailing, settleCallEnd, throwIfOver } from './ending.ts';
import { latchFacts } from './facts.ts';
import { inviteFailure, resultOf } from './invite-report.ts';
import {
  awaitedInvitees,
  originalCallId,
  outcomeKnown,
  rosterConfirmed,
  type InviteState,
} from './invite-state.ts';
import { beginningState, waitUntil, type CarriedState } from './long-history.ts';
import { enterPhase, showDetails } from './phase.ts';
import { maxRosterHints } from './policies.ts';
import { postInvite } from './posting.ts';
import {
  confirmByReading,
  halfOf,
  readOriginalCall,
  readTargetCall,
  reconcileOutcome,
  whileAsking,
} from './reconciliation.ts';
import { recordOutcome } from './record-outcome.ts';
import { revokeInvite } from './revoking.ts';

/**
 * One invite: posts it, waits for the operation's end, for the roster to show everyone, and in a replace for the end of
 * the original call. Returns when all of it happened; anything else is a failure of a type in contracts/errors.ts or,
 * after a cancel, a cancellation.
 * @param carried what an earlier run of this invite knew, when its history had grown long
 */
export async function inviteParticipants(
  request: InviteRequest,
  carried?: CarriedState,
): Promise<InviteResult> {
  const state = beginningState(request, carried);
  latchFacts(state);
  latchCancel(state);
  // A cancel is one more fact: a POST on the wire is finished, and then taken back.
  return await CancellationScope.nonCancellable(async () => {
    try {
      await reachOutcome(state);
      await awaitRoster(state);
      await awaitTeardown(state);
      recordOutcome(state, 'joined');
      return resultOf(state);
    } catch (error) {
      if (error instanceof ApplicationFailure && isInviteFailureType(error.type)) {
        recordOutcome(state, error.type);
      }
      throw error;
    }
  });
}

/** Ends with the operation completed, or throws how the invite ended otherwise. */
async function reachOutcome(state: InviteState): Promise<void> {
  await postAndAwait(state);
  if (mayRepost(state)) {
    state.reposted = true;
    state.postingOver = false;
    state.rungOut = false;
    await postAndAwait(state);
  }
  await settleCallEnd(state);
  await lookBeforeFailing(state);
  throwIfOver(state);
  if (!state.completed) {
    const message = 'Nobody could say whether the invite reached anyone; they may be in the call.';
    throw inviteFailure(state, 'InviteOutcomeUnknown', 'callerDecides', message);
  }
}

async function postAndAwait(state: InviteState): Promise<void> {
  const { operationMs, unknownMs } = state.invite.deadlines;
  const operation = startInviteDeadline(state, 'operation', operationMs);
  if (!state.postingOver) await postInvite(state, operation);
  state.postingOver = true;
  if (isUnclear(state)) {
    operation.stop();
    const evidence = startInviteDeadline(state, 'evidence', unknownMs);
    await awaitOutcome(state, evidence);
    evidence.stop();
  } else {
    await awaitOutcome(state, operation);
    operation.stop();
  }
}

/** The wait for the operation's end; at its deadline Graph is asked. */
async function awaitOutcome(state: InviteState, deadline: Deadline): Promise<void> {
  const { ringMs } = state.invite.deadlines;
  const ring =
    ringMs === undefined || state.rungOut ? undefined : startInviteDeadline(state, 'ring', ringMs);
  enterPhase(state, 'awaitingOutcome', deadline.at);
  const mustAct = () => outcomeKnown(state) || state.cancelRequested || deadline.passed;
  await waitUntil(state, () => mustAct() || ring?.passed === true);
  if (ring?.passed && !mustAct()) {
    await stopRinging(state);
    state.rungOut = true;
    enterPhase(state, 'awaitingOutcome', deadline.at);
    await waitUntil(state, mustAct);
  }
  ring?.stop();
  if (!outcomeKnown(state) && !state.cancelRequested) await reconcileOutcome(state);
  if (!outcomeKnown(state) && state.cancelRequested) await takeBack(state);
}

/** Completed: the roster still has to show everyone. At the deadline Graph is asked. */
async function awaitRoster(state: InviteState): Promise<void> {
  if (rosterConfirmed(state)) return;
  const { rosterMs } = state.invite.deadlines;
  const deadline = startInviteDeadline(state, 'roster', rosterMs);
  while (mayStillShow(state) && !deadline.passed) {
    if (hasHint(state)) await followHint(state, deadline.at);
    enterPhase(state, 'awaitingRoster', deadline.at);
    await waitUntil(state, () => !mayStillShow(state) || hasHint(state) || deadline.passed);
  }
  deadline.stop();
  await settleCallEnd(state);
  if (mayStillShow(state)) await reconcileRoster(state);
  throwIfOver(state);
  if (!rosterConfirmed(state)) {
    const missing = awaitedInvitees(state.invite).filter(({ key }) => !state.inRoster.has(key));
    const message = `Answered, but no roster showed ${missing.length} of ${awaitedInvitees(state.invite).length} people within rosterMs.`;
    throw inviteFailure(state, 'RosterUnconfirmed', 'callerDecides', message);
  }
}

/** A replace is over only when the original call is gone. */
async function awaitTeardown(state: InviteState): Promise<void> {
  if (originalCallGone(state)) return;
  const { teardownMs } = state.invite.deadlines;
  const deadline = startInviteDeadline(state, 'teardown', teardownMs);
  enterPhase(state, 'awaitingTeardown', deadline.at);
  await waitUntil(state, () => originalCallGone(state) || deadline.passed);
  deadline.stop();
  if (!originalCallGone(state)) await readOriginalCall(state);
  if (!originalCallGone(state)) {
    const message = 'Joined, but nothing showed the end of the original call within teardownMs.';
    throw inviteFailure(state, 'OriginalCallNotTerminated', 'never', message);
  }
}

/**
 * `ringMs` ran out. Whoever is in the roster has answered and stays. Where nobody could be taken back it rings on, and
 * its outcome is awaited; after a removal of ours nobody is called joined.
 */
async function stopRinging(state: InviteState): Promise<void> {
  const revoked = await revokeInvite(state, () =>
    state.invite.participants.filter(({ key }) => !state.inRoster.has(key)),
  );
  if (revoked !== 'none') {
    const message = 'Nobody answered within ringMs; the invite was taken back.';
    throw inviteFailure(state, 'InviteNoAnswer', 'callerDecides', message);
  }
}

/** A cancel before the operation ended. Only a completion that came meanwhile, with nobody removed, makes it too late. */
async function takeBack(state: InviteState): Promise<void> {
  const nothingSent = state.post === 'notPosted';
  const revoked = nothingSent ? 'all' : await revokeInvite(state, () => state.invite.participants);
  if (revoked === 'none' && state.completed) return;
  // After a repost two invitations may ring, and one participant id may be all that is known.
  const everyone = revoked === 'all' && !state.reposted;
  recordOutcome(state, everyone ? 'canceled' : 'canceledUnconfirmed');
  throw new CancelledFailure(
    nothingSent ? 'Canceled before anything was sent.' : 'Canceled; see GraphInviteOutcome.',
  );
}

/**
 * In a replace the published examples show the roster update on the original call. Such a roster makes us read the
 * target's at once: whoever stands there is confirmed, and so is everyone when there is nothing to be learned.
 */
async function followHint(state: InviteState, until: number): Promise<void> {
  state.hintToFollow = false;
  state.hintsFollowed += 1;
  enterPhase(
    state,
    'reconciling',
    until,
    'a roster of the original call came: are they in this one?',
  );
  await confirmByReading(state, until);
}

function hasHint({ hintToFollow, hintsFollowed }: InviteState): boolean {
  return hintToFollow && hintsFollowed < maxRosterHints;
}

async function reconcileRoster(state: InviteState): Promise<void> {
  await whileAsking(
    state,
    'reconciling',
    async (until) => {
      await confirmByReading(state, halfOf(until));
      if (mayStillShow(state)) await readTargetCall(state, until);
    },
    'no roster showed everyone in time',
  );
}

/** Nothing to wait for, or gone already. */
function originalCallGone({ invite, originalCallEnded }: InviteState): boolean {
  return originalCallId(invite) === undefined || originalCallEnded !== undefined;
}

function mayStillShow(state: InviteState): boolean {
  return !rosterConfirmed(state) && state.callEnded === undefined;
}

function isUnclear(state: InviteState): boolean {
  return state.post === 'unclear' && !outcomeKnown(state);
}

function mayRepost(state: InviteState): boolean {
  return isUnclear(state) && state.invite.onUnknownOutcome === 'repostOnce' && !state.reposted;
}

function latchCancel(state: InviteState): void {
  const scope = CancellationScope.current();
  state.cancelRequested ||= scope.consideredCancelled;
  scope.cancelRequested.catch(() => {
    state.cancelRequested = true;
    showDetails(state);
  });
}
