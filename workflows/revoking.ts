/** Taking an invite back: DELETE of the participant, which also withdraws an invitation that still rings. */
import { ActivityFailure, log, proxyActivities } from '@temporalio/workflow';
import type { InviteActivities } from '../contracts/activities.ts';
import type { InviteState } from './invite-state.ts';
import { enterPhase } from './phase.ts';
import { removingOptions } from './policies.ts';
import { readTargetRoster } from './reconciliation.ts';

/**
 * True when Graph confirmed that everyone invited was removed. Ids come from the POST's answer or a roster of the target
 * call; the participantId of a move belongs to the source and is never used.
 */
export async function revokeInvite(state: InviteState): Promise<boolean> {
  const until = Date.now() + state.invite.deadlines.reconcileMs;
  enterPhase(state, 'revoking', until);
  if (knownIds(state).length < state.invite.participants.length) {
    await readTargetRoster(state, until);
  }
  const removals = await Promise.all(
    knownIds(state).map((participantId) => removed(state, participantId, until)),
  );
  return removals.length === state.invite.participants.length && removals.every(Boolean);
}

function knownIds({ invite, participantIds }: InviteState): string[] {
  return invite.participants.flatMap(({ key }) => participantIds.get(key) ?? []);
}

async function removed(state: InviteState, participantId: string, until: number): Promise<boolean> {
  const { callId, tenantId } = state.invite;
  const options = removingOptions(Math.max(until - Date.now(), 1), 'take the invite back');
  try {
    const { removeParticipant } = proxyActivities<InviteActivities>(options);
    return (await removeParticipant({ callId, tenantId, participantId })).removed;
  } catch (error) {
    // Never a cancellation: an invite runs in a scope that a cancel does not reach.
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The invite could not be taken back');
    return false;
  }
}
