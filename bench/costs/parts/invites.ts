import { judge, type Verdict } from '../../support/budget.ts';
import { counts } from '../../support/figures.ts';
import type { Chart, PartReport } from '../../support/report.ts';
import { greatest, median } from '../../support/statistics.ts';
import { costCells, costColumns, spread } from '../cost-row.ts';
import type { Found, Rounds } from '../measure-all.ts';
import type { InviteCost } from '../measure-invite.ts';
import type { Situation } from '../situations/situation.ts';

type Row = Rounds<Situation, InviteCost>;

/** What each way in which an invite can go leaves in its history, and what Temporal Cloud would bill for it. */
export function invitesReport(found: Found): PartReport {
  const { invites, naive } = found;
  return {
    part: 'invites',
    title: 'what each invite costs',
    circumstances: [
      'Counts from the histories of real runs: a Temporal dev server, our worker with its real activities, the Graph simulator over HTTP. The facts are signals as the webhooks send them, sent by the benchmark at chosen moments.',
      'Billable actions after the rules of docs/temporal-facts.md, section 4. They are those of the invite and of its line in the register of its call (one start or one signal; a replace has two registers); what a register costs when it wakes is in the next part.',
      'Apart: a worker has seen each fact before the next is there. Together: both are stored before a worker looks. Activities are attempts. Bytes are of the history, as the server counts them.',
      'Not in any history: a query is one action, so `status()` is one, and `watch()` one whenever something happened to the run; `result()` is none. A notification that comes twice is one signal more, a roster that names the person again one in ten seconds; one for an invite that has ended is not stored.',
      'Naive: start, one activity, two signals sent straight to it; no register, deadline, search attribute or anything else that an invite promises.',
    ],
    figures: invites.map(({ of, costs }) => counts(`actions: ${of.name}`, costs.map(actionsOf))),
    charts: [actionsChart(found)],
    tables: [
      {
        title: 'One invite',
        head: ['situation', 'ends', 'actions', 'of these in registers', ...costColumns],
        rows: [
          ...invites.map(rowOf),
          ...(['apart', 'together'] as const).map((facts) => [
            `naive workflow, facts ${facts}`,
            'joined',
            spread(naive[facts].map(({ actions }) => actions)),
            '0',
            ...costCells(naive[facts]),
          ]),
        ],
      },
    ],
    verdicts: invites.flatMap(verdictsOf),
    wrong: [],
  };
}

/** Of those that everybody meets; the table has all. */
const charted = [
  'add, facts apart',
  'add, facts together',
  'add, confirmRoster: false',
  'replace',
  'declined',
];

function actionsChart({ invites, naive }: Found): Chart {
  const shown = invites.filter(({ of }) => charted.includes(of.name));
  const naiveActions = median(naive.apart.map(({ actions }) => actions));
  return {
    ...{ title: 'Billable actions of one invite', unit: 'actions' },
    labels: [...shown.map(({ of }) => of.name), 'naive workflow'],
    series: [
      {
        name: 'actions',
        values: [...shown.map(({ costs }) => median(costs.map(actionsOf))), naiveActions],
      },
    ],
  };
}

function actionsOf({ own, registerActions }: InviteCost): number {
  return own.actions + registerActions;
}

function rowOf({ of, costs }: Row): string[] {
  return [
    of.name,
    of.ends,
    spread(costs.map(actionsOf)),
    spread(costs.map(({ registerActions }) => registerActions)),
    ...costCells(costs.map(({ own }) => own)),
  ];
}

function verdictsOf({ of: { name, budget }, costs }: Row): Verdict[] {
  if (budget === undefined) return [];
  const own = costs.map((cost) => cost.own);
  const atMost = (what: string, limit: number, values: readonly number[]) =>
    judge({ what: `${name}: ${what}`, unit: '', bound: 'atMost', limit }, greatest(values));
  return [
    atMost(
      'history events',
      budget.events,
      own.map(({ events }) => events),
    ),
    atMost(
      'workflow tasks',
      budget.tasks,
      own.map(({ workflowTasks }) => workflowTasks),
    ),
    atMost(
      'activities',
      1,
      own.map(({ activityAttempts }) => activityAttempts),
    ),
    atMost(
      'timers',
      2,
      own.map(({ timers }) => timers),
    ),
  ];
}
