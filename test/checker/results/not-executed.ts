import { activitiesNamed } from '../history-facts.ts';
import type { InviteView } from '../invite-view.ts';
import { only } from '../ledger-index.ts';

type Unexecuted = 'InviteRejected' | 'InviteThrottled' | 'GraphUnavailable';

/** The three types that promise that nobody rang; what Graph answered and what the last POST came to must fit each. */
export function notExecutedProblems(view: InviteView, type: Unexecuted): string[] {
  const executed = only(view.own, 'postReceived').filter((post) => post.executed);
  const statuses = only(view.own, 'postAnswered').map(({ status }) => status);
  const answered = statuses.map((status) => status ?? 'cut').join(', ') || 'nothing';
  const last = activitiesNamed(view, 'postInvite').at(-1)?.failureType ?? 'none';
  return [
    ...executed.map(({ at }) => `the ledger has a POST that Graph executed at ${at}.`),
    ...(fits[type].answers(statuses) ? [] : [`its POSTs were answered: ${answered}.`]),
    ...(fits[type].last.includes(last) ? [] : [`its last POST ended as ${last}.`]),
  ];
}

interface Fit {
  readonly answers: (statuses: readonly (number | null)[]) => boolean;
  /** Failure types of the last postInvite. */
  readonly last: readonly string[];
}

const fits: Readonly<Record<Unexecuted, Fit>> = {
  InviteRejected: {
    answers: (statuses) => statuses.some((status) => isRefusal(status) || status === 401),
    last: ['GraphRefused'],
  },
  InviteThrottled: {
    answers: (statuses) => statuses.some((status) => status === 429 || status === 503),
    last: ['GraphThrottled'],
  },
  GraphUnavailable: {
    answers: (statuses) => !statuses.some(isRefusal),
    last: ['GraphNotSent', 'TIMEOUT_TYPE_SCHEDULE_TO_START'],
  },
};

/** For good; a 401 may be healed by another token, 404 is the end of the call. */
function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![401, 404, 429].includes(status);
}
