/** Taking an invite back: DELETE of the participant, which also withdraws an invitation that still rings. */
import {
  ActivityFailure,
  CancellationScope,
  condition,
  isCancellation,
  log,
  proxyActivities,
} from '@temporalio/workflow';
import type { InviteActivities } from '../contracts/activities.ts';
import type { Invitee } from '../contracts/invite.ts';
import { countRevoke } from './invite-metrics.ts';
import { outcomeKnown, type InviteState } from './invite-state.ts';
import { removingOptions } from './policies.ts';
import { halfOf, readTargetRoster, unless, whileAsking } from './reconciliation.ts';

/** How many of those to be removed Graph confirmed as removed. */
export type Revoked = 'all' | 'some' | 'none';

/**
 * Removes these people from the target call, unless the operation ends first: then no further DELETE is sent. Ids come
 * from the POST's answer or a roster of the target call; the participantId of a move belongs to the source and is never
 * used.
 */
export async function revokeInvite(
  state: InviteState,
  invitees: () => readonly Invitee[],
): Promise<Revoked> {
  const revoked = await whileAsking(state, 'revoking', (until) =>
    removeAll(state, invitees, until),
  );
  countRevoke(state, revoked);
  return revoked;
}

async function removeAll(
  state: InviteState,
  invitees: () => readonly Invitee[],
  until: number,
): Promise<Revoked> {
  if (invitees().some(({ key }) => !state.participantIds.has(key))) {
    await unless(() => outcomeKnown(state), readTargetRoster(state, halfOf(until)));
  }
  // Looked at again: the roster may have shown that somebody answered.
  const toRemove = invitees();
  if (outcomeKnown(state) || toRemove.length === 0) return 'none';
  const ids = toRemove.flatMap(({ key }) => state.participantIds.get(key) ?? []);
  const removals = await removeUntilSettled(state, ids, until);
  const confirmed = removals.filter(Boolean).length;
  if (confirmed === 0) return 'none';
  return confirmed === toRemove.length ? 'all' : 'some';
}

async function removeUntilSettled(
  state: InviteState,
  participantIds: readonly string[],
  until: number,
): Promise<boolean[]> {
  const scope = new CancellationScope();
  const removals = scope.run(() =>
    Promise.all(participantIds.map((id) => removed(state, id, until))),
  );
  // A try that is on the wire is waited for; after it there is no other.
  void condition(() => outcomeKnown(state)).then(() => {
    scope.cancel();
  });
  return await removals;
}

async function removed(state: InviteState, participantId: string, until: number): Promise<boolean> {
  const { callId, tenantId } = state.invite;
  const options = removingOptions(Math.max(until - Date.now(), 1), 'take the invitation back');
  try {
    const { removeParticipant } = proxyActivities<InviteActivities>(options);
    return (await removeParticipant({ callId, tenantId, participantId })).removed;
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
    log.warn('The invite could not be taken back');
    return false;
  }
}
