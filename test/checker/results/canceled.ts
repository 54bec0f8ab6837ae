import { normaliseId } from '../../../contracts/ids.ts';
import { activitiesNamed, mayBeExecuted, resultMember } from '../history-facts.ts';
import { factsAbout, type InviteView } from '../invite-view.ts';
import { only, type EntryOf } from '../ledger-index.ts';
import { revokedSeats } from './failed-operation.ts';
import { endedOperations, isGone, until } from './joined.ts';

/**
 * Canceled: somebody asked for it before the operation's end was stored. `canceled` promises that nobody rings or sits in
 * the call through this invite; `canceledUnconfirmed` that Graph did not confirm that.
 */
export function canceledProblems(view: InviteView): string[] {
  return [
    ...requestProblems(view),
    ...(view.recordedOutcome === 'canceled' ? leftBehind(view) : confirmedAfterAll(view)),
  ];
}

function requestProblems(view: InviteView): string[] {
  const { runs, invite } = view;
  const asked = runs.findIndex(({ cancelRequested }) => cancelRequested !== null);
  if (asked < 0) return ['nobody had asked for it.'];
  const endsIn = (signals: InviteView['signals']) =>
    factsAbout({ signals, invite }, invite.callId, 'operationCompleted', 'operationFailed');
  const before = runs.flatMap((run, index) => {
    const position = run.cancelRequested?.position ?? Infinity;
    if (index > asked) return [];
    return endsIn(run.signals).filter((end) => index < asked || end.position < position);
  });
  return before
    .slice(0, 1)
    .map(({ name }) => `${name} was stored before the cancel was asked for.`);
}

function leftBehind(view: InviteView): string[] {
  if (isGone(view.target, until(view))) return [];
  const revoked = revokedSeats(view);
  return only(view.own, 'rang')
    .filter(({ participantId }) => !revoked.has(normaliseId(participantId)))
    .flatMap((ring) => {
      if (isThere(view, ring))
        return [`somebody whom it rang at ${ring.at} came and was not removed.`];
      return isOver(view, ring) ? [] : [`somebody whom it rang at ${ring.at} was left ringing.`];
    });
}

function isThere({ own, target }: InviteView, { participantId }: EntryOf<'rang'>): boolean {
  const isThem = (one: { readonly participantId: string }) => one.participantId === participantId;
  return only(own, 'personJoined').some(isThem) && !only(target, 'personLeft').some(isThem);
}

function isOver(view: InviteView, { operationId }: EntryOf<'rang'>): boolean {
  return endedOperations(view).some((operation) => operation.operationId === operationId);
}

function confirmedAfterAll(view: InviteView): string[] {
  const removals = activitiesNamed(view, 'removeParticipant');
  const confirmed = removals.filter((one) => resultMember(one, 'removed') === true);
  if (!activitiesNamed(view, 'postInvite').some(mayBeExecuted)) {
    return ['it is recorded as unconfirmed, although nothing had been sent.'];
  }
  return removals.length >= view.people.length && confirmed.length === removals.length
    ? ['it is recorded as unconfirmed, although Graph confirmed every removal.']
    : [];
}
