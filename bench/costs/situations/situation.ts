import { normaliseId } from '../../../contracts/ids.ts';
import type { BegunInvite, InvitePlan } from '../begun-invite.ts';

/** One way in which an invite can go. */
export interface Situation {
  readonly name: string;
  /** `joined`, `canceled`, or a type of failure. */
  readonly ends: string;
  readonly plan: InvitePlan;
  /** Tells the facts, in their turn. */
  drive(invite: BegunInvite): Promise<void>;
  /** Repeated until all facts were stored before a worker saw one. */
  readonly together?: true;
  /** Of the history of the invite alone. */
  readonly budget?: { readonly events: number; readonly tasks: number };
}

export function completes(invite: BegunInvite): Promise<void> {
  return invite.tell('operationCompleted');
}

/** Everyone invited, in the roster of the target call unless another is named. */
export function rosterShows(invite: BegunInvite, callId = invite.callId): Promise<void> {
  const participants = invite.people.map((id) => ({
    key: normaliseId(id),
    participantId: `${id}-in-call`,
    inLobby: false,
    removed: false,
  }));
  return invite.tell('rosterUpdated', { callId, participants });
}

/** Completion and roster, each seen by a worker before the next is there. */
export async function joinsApart(invite: BegunInvite): Promise<void> {
  await invite.inPhase('awaitingOutcome');
  await completes(invite);
  await invite.inPhase('awaitingRoster');
  await rosterShows(invite);
}

export async function joinsTogether(invite: BegunInvite): Promise<void> {
  await invite.inPhase('awaitingOutcome');
  await Promise.all([completes(invite), rosterShows(invite)]);
}

export async function originalCallEnds(invite: BegunInvite): Promise<void> {
  await invite.inPhase('awaitingTeardown');
  await invite.tell('originalCallTerminated', { callId: invite.originalCallId });
}
