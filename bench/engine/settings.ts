import type { PartReport, Table } from '../support/report.ts';
import { rounded } from '../support/rounded.ts';
import { median } from '../support/statistics.ts';
import { alternate, type Cell, type Result } from './alternate.ts';
import { firstTaskWait, perSecond, roundsOf, toPost, toResult, type Of } from './compare.ts';
import type { Engine } from './engine.ts';
import { ours, oursTogether, type Variant } from './variants.ts';

const alone: Cell = { concurrency: 1, perCall: 1 };
const crowd: Cell = { concurrency: 100, perCall: 1 };

/** What the SDK's worker has by itself, in the place of worker/tuning.ts. */
const sdkDefaults = {
  ...{ workflowTaskSlots: 40, workflowTaskPollers: 10, ordinaryPollerShare: 0.2 },
} as const;

/** Each differs from ours by what its name says. */
const variants: readonly Variant[] = [
  ours,
  { ...ours, name: 'stock server', server: 'stock' },
  { ...ours, name: 'server: only eager activities', server: 'eagerActivities' },
  { ...ours, name: 'server: only fast dispatch', server: 'fastDispatch' },
  { ...ours, name: 'server: four partitions', server: 'fourPartitions' },
  { ...ours, name: 'worker: defaults of the SDK', tuning: sdkDefaults },
  {
    ...{ ...ours, name: 'four partitions, worker: defaults of the SDK' },
    ...{ server: 'fourPartitions', tuning: sdkDefaults },
  },
  { ...ours, name: 'worker: autoscaled pollers', tuning: { autoscaledPollers: true } },
  { ...ours, name: 'worker: no eager activities', tuning: { eagerActivities: 0 } },
  { ...ours, name: 'worker: a cache of 20', tuning: { cachedWorkflows: 20 } },
  oursTogether,
  { ...oursTogether, name: 'in one process: defaults of the SDK', tuning: sdkDefaults },
];

const columns: readonly { readonly head: string; readonly cell: Cell; readonly of: Of }[] = [
  { head: '1 at once: to POST, p50, ms', cell: alone, of: toPost },
  { head: '1 at once: to result, p50, ms', cell: alone, of: toResult('p50') },
  { head: '100 at once: invites a second', cell: crowd, of: perSecond },
  { head: '100 at once: to result, p50, ms', cell: crowd, of: toResult('p50') },
  { head: '100 at once: to result, p99, ms', cell: crowd, of: toResult('p99') },
  { head: '100 at once: first tasks wait, p99, ms', cell: crowd, of: firstTaskWait },
];

/** Settings of worker and server, one at a time, beside ours as it comes. */
export async function settings(engine: Engine): Promise<PartReport> {
  const { results, wrong } = await alternate(engine, variants, [alone, crowd], 'settings');
  return {
    part: 'settings',
    title: 'settings of worker and server',
    circumstances: [
      'Invites of ours, in alternating rounds; each row has one setting that ours (worker/tuning.ts, tools/temporal/dev-server-flags.mjs) has otherwise. "Fast dispatch" is history.transferProcessorMaxPollRPS=2000, "four partitions" all our server settings but the single partition of a task queue.',
      '"First tasks wait" is the time from scheduling the first workflow task of an invite to its start, of the last 100 invites of each load.',
    ],
    figures: variants.map((variant) => ({
      what: `${variant.name}: p99 beside its own p50, 100 at once`,
      unit: '×',
      values: roundsOf(results, variant, crowd).map(({ toResult: { p50, p99 } }) => p99 / p50),
    })),
    verdicts: [],
    tables: [table(results)],
    wrong,
  };
}

function table(results: readonly Result[]): Table {
  return {
    title: 'Medians of all rounds',
    head: ['setting', ...columns.map(({ head }) => head)],
    rows: variants.map((variant) => [
      variant.name,
      ...columns.map(({ cell, of }) => rounded(median(roundsOf(results, variant, cell).map(of)))),
    ]),
  };
}
