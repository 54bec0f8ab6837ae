import { firstEnd, wasSignalled } from '../history-facts.ts';
import { awaitedPeople, type InviteView } from '../invite-view.ts';
import { only } from '../ledger-index.ts';
import { failedOperationProblems, meaningOfSignal } from './failed-operation.ts';
import { isGone, until } from './joined.ts';
import type { Told } from './told.ts';

/** `CallEnded`: the call was gone, or Graph said so; and no fact that beats the end of a call was stored. */
export function callEndedProblems(view: InviteView, told: Told): string[] {
  const saidGone = saidNotFound(view) || isGone(view.target, until(view));
  const byCodes = failedOperationProblems(view, 'CallEnded', told).length === 0;
  return [
    ...(saidGone || byCodes ? [] : ['the ledger has the call still going on.']),
    ...beatenBy(view),
  ];
}

/** The POST or a reading was answered 404. */
function saidNotFound(view: InviteView): boolean {
  const posts = only(view.own, 'postAnswered');
  const reads = only(view.target, 'readAnswered').filter(
    ({ what }) => what === 'call' || what === 'roster',
  );
  return [...posts, ...reads].some(({ status, time }) => status === 404 && time <= until(view));
}

/** Completed with everyone in the roster beats a call end, and so does a failure, because it says why. */
function beatenBy(view: InviteView): string[] {
  const end = firstEnd(view);
  if (end?.name === 'operationFailed' && meaningOfSignal(end).outcome !== 'CallEnded') {
    return ['its history holds an operationFailed, which says why.'];
  }
  const everyoneCame = awaitedPeople(view).every((person) => wasSignalled(view, person));
  return end?.name === 'operationCompleted' && everyoneCame
    ? ['its history holds the completion and everyone in a roster, which is joined.']
    : [];
}
