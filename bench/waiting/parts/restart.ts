import type { PartReport } from '../../support/report.ts';
import type { RoundFindings } from '../measure-round.ts';
import { percentile } from '../../support/statistics.ts';
import { byCache, cell } from './by-cache.ts';

/** How long a worker takes that begins with nothing when everyone answers at once. */
export function restartPart(rounds: readonly RoundFindings[]): PartReport {
  return {
    part: 'restart',
    title: 'kill -9 of the only worker',
    circumstances: [
      'A new worker, with nothing in memory, takes the place of the one that was killed; then everyone who is left answers at once, and each invite is replayed before it goes on. Many were last in the memory of a worker that has been dead for a while: their tasks still wait for it until the sticky time-out of 5 s.',
      'Measured from the kill until the client has the result of the last one. The notifications come as fast as the server takes them.',
    ],
    figures: [
      ...byCache(rounds, { what: 'a new worker polls', unit: 's' }, ({ restarted }) => {
        return restarted.readyMs / 1000;
      }),
      ...byCache(rounds, { what: '99 % have joined', unit: 's' }, nearlyAllSeconds),
      ...byCache(rounds, { what: 'all have joined', unit: 's' }, ({ restarted }) => {
        return restarted.allMs / 1000;
      }),
      ...byCache(rounds, { what: 'joined a second', unit: '/s' }, rate),
    ],
    tables: [
      {
        title: 'Seconds after the kill',
        head: [
          'cache',
          'invites',
          'new worker polls',
          '99 % joined',
          'all joined',
          'joined a second',
        ],
        rows: rounds.map((round) => {
          const { count, readyMs, allMs } = round.restarted;
          return [
            ...[String(round.cache), cell(count)],
            ...[cell(readyMs / 1000, 1), cell(nearlyAllSeconds(round), 1)],
            ...[cell(allMs / 1000, 1), cell(rate(round), 1)],
          ];
        }),
      },
    ],
    verdicts: [],
    wrong: [],
  };
}

/** From the kill; a few that take a time-out longer do not hide how fast the others were. */
function nearlyAllSeconds({ restarted: { readyMs, joinedMs } }: RoundFindings): number {
  return (readyMs + percentile(joinedMs, 0.99)) / 1000;
}

/** While the new worker was at work. */
function rate({ restarted: { count, cpu } }: RoundFindings): number {
  return count / cpu.seconds;
}
