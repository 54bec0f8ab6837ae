import { judge } from '../../support/budget.ts';
import { counts } from '../../support/figures.ts';
import type { PartReport } from '../../support/report.ts';
import { greatest } from '../../support/statistics.ts';
import { costCells, costColumns, spread } from '../cost-row.ts';
import type { Found, Rounds } from '../measure-all.ts';
import type { RegisterCase } from '../measure-registers.ts';
import type { Cost } from '../read-cost.ts';

/** What the register of a call costs by itself, and so for each invite on that call. */
export function registersReport({ registers }: Found): PartReport {
  return {
    part: 'registers',
    title: 'what the register of a call costs',
    circumstances: [
      'Written as the worker writes it before each POST: the first invite of a call starts the register with a delay, each further one is a signal. Asleep it has no workflow task.',
      'It wakes at the expiry of its first registration (by default some six minutes after that POST), and either ends at once or waits for the last expiry with one timer. Lives are shortened here; the counts do not depend on them.',
      'A look-up by the webhooks reads the history: no action, no event.',
    ],
    figures: registers.map(({ of, costs }) =>
      counts(
        `actions per invite: ${of.name}`,
        costs.map(({ actions }) => actions / of.atMs.length),
      ),
    ),
    tables: [
      {
        title: 'One register',
        head: ['register', 'actions', 'per invite', ...costColumns],
        rows: registers.map(({ of, costs }) => [
          of.name,
          spread(costs.map(({ actions }) => actions)),
          spread(costs.map(({ actions }) => actions / of.atMs.length)),
          ...costCells(costs),
        ]),
      },
    ],
    verdicts: registers.filter(({ of }) => of.asleep === true).map(asleepVerdict),
    wrong: [],
  };
}

/** Design: one event for each registration, and no workflow task until it wakes. */
function asleepVerdict({ of, costs }: Rounds<RegisterCase, Cost>) {
  return judge(
    {
      ...{ what: `${of.name}: events and workflow tasks`, unit: '', bound: 'atMost' },
      limit: of.atMs.length,
    },
    greatest(costs.map(({ events, workflowTasks }) => events + workflowTasks)),
  );
}
