import { normaliseId, sameId } from '../../../contracts/ids.ts';
import type { InviteFailureDetails } from '../../../contracts/types.ts';
import { activitiesNamed, resultMember, wasSignalled } from '../history-facts.ts';
import { awaitedPeople, factsAbout, type InviteView } from '../invite-view.ts';
import { only } from '../ledger-index.ts';
import { personKey, wasSeenBy } from '../people.ts';
import { isGone, isPresumed, until } from './joined.ts';
import type { Told } from './told.ts';

/** What a result or the details of a failure say besides the outcome: each claim must be true. */
export function claimProblems(view: InviteView, told: Told): string[] {
  return [
    ...subjectProblems(view, told),
    ...participantProblems(view, told),
    ...codeProblems(view, told),
    ...sourceProblems(view, told),
    ...originalCallProblems(view, told),
  ];
}

function subjectProblems(view: InviteView, told: Told): string[] {
  const { invite, inviteId, outcome } = view;
  const { operationId } = told;
  const others = only(view.target, 'rang').filter((ring) => ring.clientContext !== inviteId);
  const isAnothers =
    operationId != null && others.some((ring) => sameId(ring.operationId, operationId));
  const joined = outcome === 'joined' || outcome === 'OriginalCallNotTerminated';
  return [
    ...differs('inviteId', told.inviteId, inviteId),
    ...differs('callId', told.callId, invite.callId),
    ...differs('scenario', told.scenario, invite.scenario),
    ...differs('joined', told.joined, joined),
    ...(isAnothers ? [`operationId ${operationId} belongs to another invite.`] : []),
  ];
}

function participantProblems(view: InviteView, { participants }: Told): string[] {
  if (participants === undefined) return [];
  if (participants.length !== view.people.length) return ['it tells of other people.'];
  return view.people.flatMap((person, index) => {
    const told = participants[index];
    const id = told?.identity[person.invitee.kind]?.id;
    const seen = !person.invitee.hidden && (wasSeenBy(person, until(view)) || isPresumed(view));
    return [
      ...differs(`identity ${person.number}`, id, person.invitee.id),
      ...(told?.rosterConfirmed === true && !seen
        ? [`person ${person.number} is called rosterConfirmed and was in no roster.`]
        : []),
      ...(isAnothersSeat(view, told?.participantId, person.ledgerKey)
        ? [`the participantId of person ${person.number} belongs to somebody else.`]
        : []),
    ];
  });
}

function isAnothersSeat(
  { target }: InviteView,
  participantId: string | null | undefined,
  ledgerKey: string,
): boolean {
  if (participantId == null) return false;
  const seats = [...only(target, 'rang'), ...only(target, 'personJoined')];
  return seats.some(
    (seat) =>
      normaliseId(seat.participantId) === normaliseId(participantId) &&
      personKey(seat.person) !== ledgerKey,
  );
}

/** Codes come from an operation of the invite or from the end of its call; a refusal has the status of its POST. */
function codeProblems(view: InviteView, { resultInfo, graphError }: Told): string[] {
  const codes = [...only(view.own, 'operationEnded'), ...only(view.target, 'callEnded')];
  const statuses = only(view.own, 'postAnswered').map(({ status }) => status);
  const code = resultInfo?.code;
  const isForeign = code !== undefined && !codes.some((one) => one.code === code);
  return [
    ...(isForeign && !view.contradicted ? [`resultInfo.code ${code} is not in the ledger.`] : []),
    ...(graphError && !statuses.includes(graphError.status)
      ? [`graphError.status ${graphError.status} answered none of its POSTs.`]
      : []),
  ];
}

type ConfirmedBy = NonNullable<InviteFailureDetails['confirmedBy']>;

/** `confirmedBy` says where each fact came from; there it must be. */
function sourceProblems(view: InviteView, { confirmedBy = {} }: Told): string[] {
  const { completion, roster, teardown } = confirmedBy;
  const { originalCallId, invite } = view;
  const isSignalled = {
    completion: factsAbout(view, invite.callId, 'operationCompleted').length > 0,
    roster: awaitedPeople(view).every((person) => wasSignalled(view, person)),
    teardown:
      originalCallId !== undefined &&
      factsAbout(view, originalCallId, 'originalCallTerminated').length > 0,
  };
  const wasRead = (...names: readonly string[]) =>
    names.some((name) => activitiesNamed(view, name).length > 0);
  const wrong: (keyof ConfirmedBy)[] = [];
  if (!isTrue(completion, isSignalled.completion, wasRead('readRoster', 'readOperation'))) {
    wrong.push('completion');
  }
  if (!isTrue(roster, isSignalled.roster, wasRead('readRoster'))) wrong.push('roster');
  if (!isTrue(teardown, isSignalled.teardown, wasRead('readCall'))) wrong.push('teardown');
  const answered = activitiesNamed(view, 'postInvite').some(
    (post) => resultMember(post, 'status') === 'completed',
  );
  if (completion === 'response' && !answered) wrong.push('completion');
  return wrong.map((fact) => `confirmedBy.${fact} is ${confirmedBy[fact] ?? ''}, and is not so.`);
}

function isTrue(source: string | undefined, isSignalled: boolean, wasRead: boolean): boolean {
  if (source === 'notification') return isSignalled;
  return source !== 'reconciliation' || wasRead;
}

function originalCallProblems(view: InviteView, { originalCall }: Told): string[] {
  if (originalCall?.terminated !== true || !view.original) return [];
  return isGone(view.original, until(view))
    ? []
    : ['originalCall.terminated is true, and the ledger has no end of that call.'];
}

function differs(member: string, told: unknown, truth: unknown): string[] {
  const isSame =
    typeof told === 'string' && typeof truth === 'string' ? sameId(told, truth) : told === truth;
  return told === undefined || isSame ? [] : [`${member} is told wrong.`];
}
