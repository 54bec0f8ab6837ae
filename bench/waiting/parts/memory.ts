import { judge } from '../../support/budget.ts';
import type { Figure, PartReport, Table } from '../../support/report.ts';
import type { RoundFindings } from '../measure-round.ts';
import { byCache, cell, named } from './by-cache.ts';

/** Of 10,000 waiting invites (docs/performance.md, Budgets). */
const mostMb = 1_024;

/** What a worker holds while all wait. */
export function memoryPart(rounds: readonly RoundFindings[]): PartReport {
  return {
    part: 'memory',
    title: 'a worker while all invites wait',
    circumstances: [
      'Each invite is a run of inviteParticipants that the project’s client has started, whose POST went over HTTP to a stand-in for Graph that answers with a running operation. Half of them are alone in their call, the others five to a call; each is in the register of its call.',
      `Node allowed each heap of the worker ${cell(rounds[0]?.waited.empty.heapLimitMb ?? 0)} MB. The main thread has one, and the thread of the workflows another.`,
      'The budget is one of 10,000 waiting invites, as many as `--full` has.',
      'Grown per cached workflow: what the resident memory has grown by since before the first invite, garbage included, shared among the workflows in the cache.',
    ],
    figures: [
      ...byCache(rounds, { what: 'resident, peak', unit: 'MB' }, peakMb),
      ...byCache(
        rounds,
        { what: 'resident, at rest', unit: 'MB' },
        ({ waited }) => waited.atRest.rssMb,
      ),
      ...byCache(rounds, { what: 'workflows in the cache', unit: '' }, cached),
      ...byCache(rounds, { what: 'grown per waiting invite', unit: 'kB' }, (round) =>
        perOne(round, round.waited.count),
      ),
      ...byCache(rounds, { what: 'grown per cached workflow', unit: 'kB' }, (round) =>
        perOne(round, cached(round)),
      ),
      ...furtherWorkflow(rounds),
    ],
    tables: [memoryTable(rounds)],
    charts: [
      {
        title: 'Resident memory of the worker by size of its cache',
        unit: 'MB',
        labels: rounds.map(({ cache }) => String(cache)),
        series: [
          {
            name: 'before the first invite',
            values: rounds.map(({ waited }) => waited.empty.rssMb),
          },
          { name: 'all wait', values: rounds.map(({ waited }) => waited.atRest.rssMb) },
          { name: 'peak', values: rounds.map(peakMb) },
        ],
      },
    ],
    verdicts: rounds.flatMap((round) => [
      judge(
        { what: named(round, 'resident, peak'), unit: 'MB', bound: 'atMost', limit: mostMb },
        peakMb(round),
      ),
      judge(
        { what: named(round, 'lost or wrong'), unit: '', bound: 'atMost', limit: 0 },
        round.wrong.length,
      ),
    ]),
    wrong: rounds.flatMap((round) => round.wrong.map((what) => named(round, what))),
  };
}

function memoryTable(rounds: readonly RoundFindings[]): Table {
  return {
    title: 'Megabytes of one worker process',
    head: [
      'cache',
      'invites',
      'in the cache',
      'empty',
      'at rest',
      'peak',
      'heap of the main thread',
      'new worker, after all have joined',
    ],
    rows: rounds.map((round) => {
      const { cache, waited, restarted } = round;
      const { empty, atRest, count } = waited;
      return [
        ...[String(cache), cell(count), cell(cached(round))],
        ...[empty.rssMb, atRest.rssMb, peakMb(round), atRest.mainHeapMb].map((mb) => cell(mb)),
        cell(restarted.after.rssMb),
      ];
    }),
  };
}

/** What the fullest cache holds more than the emptiest, per workflow: without all that a worker needs once. */
function furtherWorkflow(rounds: readonly RoundFindings[]): Figure[] {
  const [least, ...others] = [...rounds].sort((one, other) => cached(one) - cached(other));
  const most = others.at(-1);
  if (least === undefined || most === undefined || cached(most) === cached(least)) return [];
  const moreMb = most.waited.atRest.rssMb - least.waited.atRest.rssMb;
  const moreKb = (moreMb * 1024) / (cached(most) - cached(least));
  return [{ what: 'each further workflow in the cache', unit: 'kB', values: [moreKb] }];
}

function peakMb({ waited }: RoundFindings): number {
  return waited.atRest.peakRssMb;
}

function cached({ waited }: RoundFindings): number {
  return waited.atRest.cachedWorkflows;
}

/** Kilobytes. */
function perOne({ waited: { empty, atRest } }: RoundFindings, count: number): number | null {
  return count === 0 ? null : ((atRest.rssMb - empty.rssMb) * 1024) / count;
}
