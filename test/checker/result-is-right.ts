import type { Violation } from './evidence.ts';
import { violation, type InviteView } from './invite-view.ts';
import { callEndedProblems } from './results/call-ended.ts';
import { canceledProblems } from './results/canceled.ts';
import { claimProblems } from './results/claims.ts';
import { failedOperationProblems } from './results/failed-operation.ts';
import { firstEndProblems } from './results/first-end-wins.ts';
import { joinedProblems } from './results/joined.ts';
import {
  originalCallNotTerminatedProblems,
  rosterUnconfirmedProblems,
} from './results/not-confirmed.ts';
import { notExecutedProblems } from './results/not-executed.ts';
import { outcomeUnknownProblems } from './results/outcome-unknown.ts';
import { toldBy, type Told } from './results/told.ts';

/**
 * I3, no result is wrong: the outcome follows from what the ledger holds and the history knew, and so does everything
 * else that the result says. A run without a result is the matter of I1.
 */
export function resultIsRight(view: InviteView): readonly Violation[] {
  const { outcome, lastRun } = view;
  if (outcome === null || !lastRun) return [];
  if (outcome === 'canceled') return problems(view, canceledProblems(view));
  const told = toldBy(lastRun.close);
  if (!told) return problems(view, ['its result or details cannot be read.']);
  return problems(view, [
    ...outcomeProblems(view, outcome, told),
    ...firstEndProblems(view, told),
    ...claimProblems(view, told),
  ]);
}

function outcomeProblems(view: InviteView, outcome: string, told: Told): string[] {
  switch (outcome) {
    case 'joined':
      return joinedProblems(view);
    case 'InviteDeclined':
    case 'InviteBusy':
    case 'InviteNoAnswer':
    case 'InviteeNotReachable':
    case 'InviteFailed':
      return failedOperationProblems(view, outcome, told);
    case 'CallEnded':
      return callEndedProblems(view, told);
    case 'InviteRejected':
    case 'InviteThrottled':
    case 'GraphUnavailable':
      return notExecutedProblems(view, outcome);
    case 'InviteOutcomeUnknown':
      return outcomeUnknownProblems(view);
    case 'RosterUnconfirmed':
      return rosterUnconfirmedProblems(view);
    case 'OriginalCallNotTerminated':
      return originalCallNotTerminatedProblems(view);
    case 'InvalidInviteRequest':
      return view.own.length + view.activities.length === 0
        ? []
        : ['something was asked of Graph all the same.'];
    default:
      return [];
  }
}

function problems(view: InviteView, found: readonly string[]): readonly Violation[] {
  const name = view.outcome === 'canceled' ? view.recordedOutcome : view.outcome;
  return found.map((what) => violation('I3', view, `ended as ${name ?? 'canceled'}, but ${what}`));
}
