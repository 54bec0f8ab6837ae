import { judge, type Verdict } from '../support/budget.ts';
import type { Figure, PartReport } from '../support/report.ts';
import { median } from '../support/statistics.ts';
import type { Alternated, Cell, Result } from './alternate.ts';
import {
  eventsOf,
  perSecond,
  postP99,
  ratios,
  roundsOf,
  serverCpu,
  tasksOf,
  toldP50,
  toldP99,
  toPost,
  toResult,
  workerAndClientCpu,
  type Of,
} from './compare.ts';
import { resultChart, resultTable } from './result-tables.ts';
import { naive, naiveStock, ours, oursTogether, type Variant } from './variants.ts';

/** One figure, and the budget that it is held against. */
interface Held {
  readonly figure: Figure;
  readonly verdict: Verdict;
}

const alone: Cell = { concurrency: 1, perCall: 1 };
const crowds = [30, 100].flatMap((concurrency) =>
  [1, 5].map((perCall): Cell => ({ concurrency, perCall })),
);
const crowd: Cell = { concurrency: 100, perCall: 1 };

const shown = {
  rate: { title: 'Invites a second', unit: '/s', of: perSecond },
  p50: { title: 'From start to result, p50', unit: 'ms', of: toResult('p50') },
  p95: { title: 'From start to result, p95', unit: 'ms', of: toResult('p95') },
  p99: { title: 'From start to result, p99', unit: 'ms', of: toResult('p99') },
  post: { title: 'From start to the POST on the wire, p50', unit: 'ms', of: toPost },
  post99: { title: 'From start to the POST on the wire, p99', unit: 'ms', of: postP99 },
  told: { title: 'From notification to result, p50', unit: 'ms', of: toldP50 },
  told99: { title: 'From notification to result, p99', unit: 'ms', of: toldP99 },
  worker: {
    title: 'Worker and client, processor time for an invite',
    unit: 'ms',
    of: workerAndClientCpu,
  },
  server: { title: 'Temporal, processor time for an invite', unit: 'ms', of: serverCpu },
  events: { title: 'History events of an invite', unit: 'events', of: eventsOf },
  tasks: { title: 'Workflow tasks of an invite', unit: 'tasks', of: tasksOf },
} as const;

export function floorReport({ results, wrong }: Alternated): PartReport {
  const held = [...besideNaive(results), ...besideStock(results), ...tails(results)];
  return {
    part: 'floor',
    title: 'an invite beside a naive workflow',
    circumstances: [
      'Naive is a plain start, one activity that POSTs with fetch, and two signals sent straight to the workflow: no register, no deadline, no search attribute, no outcome but one. Its worker has the default options of the SDK.',
      'Ours is the product: its client, its worker with its default settings, the real register and its look-up for the roster, as behind the webhooks; HTTP and tokens of the webhooks are not in it (see the webhook benchmark).',
      'The POST is answered at once, and both notifications set out with the answer: nothing waits for a person, so that only the engine counts. Each load is a closed loop.',
      '"Stock server": `temporal server start-dev` as it comes. All others share one with the settings of the local stack. "In one process": client and worker are one, with eager start.',
      'Server, worker, client and the stand-in for Graph share the cores of this machine, so that whoever uses fewer leaves more to the others. One at a time means 30 invites, whose p99 is the slowest.',
      'The registers of a load are terminated after it, so that none wakes in the turn of another; what they cost then is in the report of costs.',
    ],
    figures: held.map(({ figure }) => figure),
    verdicts: held.map(({ verdict }) => verdict),
    charts: [
      resultChart(results, shown.rate),
      resultChart(results, shown.p50, 'logarithmic'),
      resultChart(results, shown.p99, 'logarithmic'),
      resultChart(results, shown.worker),
      resultChart(results, shown.server),
    ],
    tables: Object.values(shown).map((one) => resultTable(results, one)),
    wrong,
  };
}

function besideNaive(results: readonly Result[]): Held[] {
  return [ours, oursTogether].flatMap((variant) => [
    ...crowds.map((cell) =>
      beside(results, [variant, naive], cell, {
        ...{ what: `invites a second, ${loadOf(cell)}`, of: perSecond },
        ...{ bound: 'atLeast', limit: 0.9 },
      }),
    ),
    beside(results, [variant, naive], alone, {
      ...{ what: `p50 from start to result, ${loadOf(alone)}`, of: toResult('p50') },
      ...{ bound: 'atMost', limit: 1.2 },
    }),
  ]);
}

function besideStock(results: readonly Result[]): Held[] {
  return [ours, oursTogether].flatMap((variant) => [
    beside(results, [variant, naiveStock], alone, {
      ...{ what: `p50 from start to result, ${loadOf(alone)}`, of: toResult('p50') },
      ...{ bound: 'atMost', limit: 0.35 },
    }),
    beside(results, [variant, naiveStock], alone, {
      ...{ what: `p50 from start to POST, ${loadOf(alone)}`, of: toPost },
      ...{ bound: 'atMost', limit: 0.3 },
    }),
    ...crowds
      .filter(({ perCall }) => perCall === 1)
      .map((cell) =>
        beside(results, [variant, naiveStock], cell, {
          ...{ what: `invites a second, ${loadOf(cell)}`, of: perSecond },
          ...{ bound: 'atLeast', limit: 1.2 },
        }),
      ),
  ]);
}

function tails(results: readonly Result[]): Held[] {
  return [ours, oursTogether].map((variant) => {
    const what = `${variant.name}: p99 beside its own p50, ${loadOf(crowd)}`;
    const values = roundsOf(results, variant, crowd).map(({ toResult: { p50, p99 } }) => p99 / p50);
    return held(what, values, 'atMost', 2);
  });
}

interface Wanted {
  readonly what: string;
  readonly of: Of;
  readonly bound: 'atLeast' | 'atMost';
  readonly limit: number;
}

function beside(
  results: readonly Result[],
  pair: readonly [Variant, Variant],
  cell: Cell,
  { what, of, bound, limit }: Wanted,
): Held {
  const [one, other] = pair;
  const title = `${one.name} beside ${other.name}: ${what}`;
  return held(title, ratios(results, pair, cell, of), bound, limit);
}

function held(
  what: string,
  values: readonly number[],
  bound: 'atLeast' | 'atMost',
  limit: number,
): Held {
  return {
    figure: { what, unit: '×', values },
    verdict: judge({ what, unit: '×', bound, limit }, median(values)),
  };
}

function loadOf({ concurrency, perCall }: Cell): string {
  return `${concurrency} at once, ${perCall} per call`;
}
