import { callToldGone, rosterTold } from '../graph-told.ts';
import { activitiesNamed, firstEnd, mayBeExecuted, resultMember } from '../history-facts.ts';
import { factsAbout, visiblePeople, type InviteView } from '../invite-view.ts';

/**
 * `InviteOutcomeUnknown`, only where the outcome was truly hidden. All of these must hold:
 * no end of the operation and no end of the call was stored (I2 sees to it that what was acknowledged is stored), nobody
 * had asked for a cancel, and the POST's answer was not final; something may have been executed; Graph was asked; and what
 * it answered to the last readings that came through settled nothing: not everyone visible in the roster, the call not
 * gone, the operation not readable as ended. Readings that failed, were empty or stale told nothing.
 */
export function outcomeUnknownProblems(view: InviteView): string[] {
  return [...knownFromFacts(view), ...knownFromPosts(view), ...knownFromGraph(view)];
}

function knownFromFacts(view: InviteView): string[] {
  const { callId } = view.invite;
  const facts = [firstEnd(view), factsAbout(view, callId, 'callTerminated')[0]];
  const wasCanceled = view.runs.some(({ cancelRequested }) => cancelRequested !== null);
  return [
    ...facts.flatMap((fact) => (fact ? [`its history holds ${fact.name}.`] : [])),
    ...(wasCanceled ? ['a cancel had been asked for.'] : []),
  ];
}

function knownFromPosts(view: InviteView): string[] {
  const posts = activitiesNamed(view, 'postInvite');
  const final = posts.some((post) => isFinal(resultMember(post, 'status')));
  return [
    ...(final ? ['the answer to its POST was final.'] : []),
    ...(posts.some(mayBeExecuted) ? [] : ['each of its POSTs was provably not executed.']),
  ];
}

function knownFromGraph(view: InviteView): string[] {
  if (activitiesNamed(view, 'readRoster').length === 0) return ['Graph was not asked.'];
  const operation = activitiesNamed(view, 'readOperation').at(-1);
  return [
    ...(rosterTold(view, visiblePeople(view)) ? ['Graph showed everyone in the roster.'] : []),
    ...(callToldGone(view, view.invite.callId, view.target)
      ? ['Graph said the call is gone.']
      : []),
    ...(operation && isFinal(resultMember(operation, 'status'))
      ? ['Graph said how the operation had ended.']
      : []),
  ];
}

function isFinal(status: unknown): boolean {
  return status === 'completed' || status === 'failed';
}
