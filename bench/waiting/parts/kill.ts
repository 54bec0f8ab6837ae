import { judge } from '../../support/budget.ts';
import type { PartReport } from '../../support/report.ts';
import { greatest, percentile } from '../../support/statistics.ts';
import type { RoundFindings } from '../measure-round.ts';
import { byCache, cell, named } from './by-cache.ts';

/** Of in-flight invites after the `kill -9` of their worker (docs/performance.md, Budgets). */
const mostSeconds = 12;

/** How soon invites go on when their worker dies and another is there. */
export function killPart(rounds: readonly RoundFindings[]): PartReport {
  return {
    part: 'kill',
    title: 'kill -9 of the worker beside a second one',
    circumstances: [
      'The invites wait in the memory of the first worker. It is killed when a quarter of their calls have had their notifications; those of the rest go out at once. Some more stand at their POST when it dies: Graph has it and has not answered, and the notifications come first.',
      'Measured from the kill until the client has the result of each invite that had not joined before.',
      'Three kinds of waiting show: none, where the second worker had the invite; the sticky time-out of 5 s, after which a task that was meant for the dead worker is given to any other (worker/create-worker.ts); and the time-out of 10 s of a workflow task that the dead worker had taken.',
    ],
    figures: [
      ...byCache(rounds, { what: 'the last has joined', unit: 's' }, slowestSeconds),
      ...byCache(rounds, { what: 'half have joined', unit: 's' }, ({ killed }) => {
        return percentile(killed.joinedMs, 0.5) / 1000;
      }),
    ],
    tables: [
      {
        title: 'Invites, and seconds after the kill',
        head: [
          ...['cache', 'waiting', 'at their POST', 'joined before the kill', 'joined after it'],
          ...['last notification stored', 'half joined', 'all joined'],
          ...['within 4 s', '4 to 8 s', 'later'],
        ],
        rows: rounds.map((round) => {
          const { waiting, posting, joinedBefore, joinedMs, notifiedMs } = round.killed;
          return [
            ...[String(round.cache), cell(waiting), cell(posting), cell(joinedBefore)],
            ...[cell(joinedMs.length), cell(notifiedMs / 1000, 1)],
            ...[cell(percentile(joinedMs, 0.5) / 1000, 1), cell(slowestSeconds(round), 1)],
            ...spread(joinedMs).map((count) => cell(count)),
          ];
        }),
      },
    ],
    verdicts: rounds.map((round) =>
      judge(
        {
          ...{ what: named(round, 'the last has joined after'), unit: 's' },
          ...{ bound: 'atMost', limit: mostSeconds },
        },
        slowestSeconds(round),
      ),
    ),
    wrong: rounds.flatMap((round) =>
      round.killed.joinedMs.length === 0 ? [named(round, 'no invite was left to go on.')] : [],
    ),
  };
}

function slowestSeconds({ killed }: RoundFindings): number {
  return greatest(killed.joinedMs) / 1000;
}

/** Within 4 s, from then to 8 s, and later. */
function spread(joinedMs: readonly number[]): readonly number[] {
  const within = (from: number, to: number) =>
    joinedMs.filter((ms) => ms >= from && ms < to).length;
  return [within(0, 4_000), within(4_000, 8_000), within(8_000, Infinity)];
}
