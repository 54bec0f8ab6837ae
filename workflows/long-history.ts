/** A run whose history grows long goes on in a new one: the server stops taking signals at 10,000 (docs/temporal-facts.md 4). */
import { condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { InviteRequest } from '../contracts/types.ts';
import { acceptInvite } from './accept-invite.ts';
import { newInviteState, type InviteState } from './invite-state.ts';
import type { inviteParticipants } from './invite-participants.ts';

/** What one run hands to the next, as JSON: all that it knows, but for the request, which the next run gets anyway. */
export interface CarriedState extends Omit<
  InviteState,
  'invite' | 'request' | 'inRoster' | 'participantIds'
> {
  readonly invite?: undefined;
  readonly request?: undefined;
  readonly inRoster: readonly (readonly [string, 'notification' | 'reconciliation'])[];
  readonly participantIds: readonly (readonly [string, string])[];
}

/** The state to begin with. Only a run that was continued has one to take over; from anybody else it is ignored. */
export function beginningState(request: InviteRequest, carried?: CarriedState): InviteState {
  const begun = newInviteState(acceptInvite(request), request);
  if (workflowInfo().continuedFromExecutionRunId === undefined) return begun;
  // Unreadable, or another run after a failed one, which nobody of ours asked for: there may have been a POST.
  if (carried?.postingOver !== true) {
    return { ...begun, post: 'unclear', postingOver: true, reposted: true };
  }
  return {
    // Under what was carried: an earlier version may have known less.
    ...begun,
    ...carried,
    invite: begun.invite,
    request,
    inRoster: new Map(carried.inRoster),
    participantIds: new Map(carried.participantIds),
  };
}

/** Waits until `done`. While only waiting, and with no POST out, the run may end here and go on from `beginningState`. */
export async function waitUntil(state: InviteState, done: () => boolean): Promise<void> {
  const isLong = () => workflowInfo().continueAsNewSuggested && state.post !== 'inFlight';
  await condition(() => done() || isLong());
  if (!done()) await continueAsNew<typeof inviteParticipants>(state.request, carriedState(state));
}

function carriedState(state: InviteState): CarriedState {
  return {
    ...state,
    invite: undefined,
    request: undefined,
    inRoster: [...state.inRoster],
    participantIds: [...state.participantIds],
  };
}
