import { sameId } from '../../../contracts/ids.ts';
import { callToldGone, rosterTold } from '../graph-told.ts';
import { activitiesNamed, wasSignalled, wasToldOf } from '../history-facts.ts';
import { awaitedPeople, factsAbout, type InviteView } from '../invite-view.ts';
import { completionProblems, presenceProblems } from './joined.ts';

/**
 * `RosterUnconfirmed`: completed, but no roster that was stored or read showed each of the people awaited. Graph was asked,
 * and the call had not ended as far as anybody told.
 */
export function rosterUnconfirmedProblems(view: InviteView): string[] {
  const awaited = awaitedPeople(view);
  const { callId } = view.invite;
  return [
    ...completionProblems(view),
    ...(wasToldOf(view, 'completed') ? [] : ['nothing told it that the operation had completed.']),
    ...(awaited.every((person) => wasSignalled(view, person))
      ? ['its history holds rosters with everyone awaited.']
      : []),
    ...(rosterTold(view, awaited) ? ['Graph showed everyone awaited when it was asked last.'] : []),
    ...(activitiesNamed(view, 'readRoster').length === 0 ? ['Graph was not asked.'] : []),
    ...(factsAbout(view, callId, 'callTerminated').length > 0 ||
    callToldGone(view, callId, view.target)
      ? ['the call had ended, and it was told so.']
      : []),
  ];
}

/** `OriginalCallNotTerminated`: joined, but the end of the original call was neither stored nor read. */
export function originalCallNotTerminatedProblems(view: InviteView): string[] {
  const { original, originalCallId } = view;
  if (!original || originalCallId === undefined) return ['it replaces no call.'];
  const wasAsked = activitiesNamed(view, 'readCall').some(
    ({ callId }) => callId !== null && sameId(callId, originalCallId),
  );
  return [
    ...completionProblems(view),
    ...presenceProblems(view),
    ...(factsAbout(view, originalCallId, 'originalCallTerminated').length > 0
      ? ['its history holds originalCallTerminated.']
      : []),
    ...(callToldGone(view, originalCallId, original) ? ['Graph said the call is gone.'] : []),
    ...(wasAsked ? [] : ['Graph was not asked.']),
  ];
}
