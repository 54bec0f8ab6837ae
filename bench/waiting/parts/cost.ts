import type { PartReport } from '../../support/report.ts';
import type { CpuUse } from '../cpu-use.ts';
import type { RoundFindings } from '../measure-round.ts';
import { byCache, cell } from './by-cache.ts';

interface Stretch {
  readonly name: string;
  readonly of: (
    round: RoundFindings,
  ) => { readonly count: number; readonly cpu: CpuUse } | undefined;
}

const stretches: readonly Stretch[] = [
  { name: 'started, until Graph has it', of: ({ waited }) => waited },
  { name: 'served, in the cache', of: ({ warm }) => (warm.count === 0 ? undefined : warm) },
  { name: 'served, evicted', of: ({ evicted }) => evicted },
  { name: 'served, after a restart', of: ({ restarted }) => restarted },
];

/** Processor time of one invite. */
export function costPart(rounds: readonly RoundFindings[]): PartReport {
  return {
    part: 'cost',
    title: 'processor time of one invite',
    circumstances: [
      'Served: its completion, then a roster with everyone in its call, through the register reader and the signal sender of the webhooks, until the client has the result. An invite that is not in the cache is replayed first.',
      'Both processes are read from /proc; where that does not exist, nothing is shown. The time of the benchmark itself, which sends the notifications and stands for Graph, is in neither.',
    ],
    figures: stretches.flatMap(({ name, of }) => [
      ...byCache(rounds, { what: `worker, ${name}`, unit: 'ms' }, (round) => workerMs(of(round))),
      ...byCache(rounds, { what: `server, ${name}`, unit: 'ms' }, (round) => serverMs(of(round))),
    ]),
    tables: [
      {
        title: 'Milliseconds of processor time an invite, and invites a second',
        head: ['cache', 'stretch', 'invites', 'worker', 'server', 'a second'],
        rows: rounds.flatMap((round) =>
          stretches.flatMap(({ name, of }) => {
            const found = of(round);
            if (found === undefined) return [];
            const rate = found.count / found.cpu.seconds;
            return [
              [
                ...[String(round.cache), name, cell(found.count)],
                ...[cell(workerMs(found), 1), cell(serverMs(found), 1), cell(rate, 1)],
              ],
            ];
          }),
        ),
      },
    ],
    verdicts: [],
    wrong: [],
  };
}

type Found = ReturnType<Stretch['of']>;

function workerMs(found: Found): number | null {
  const ms = found?.cpu.workerCpuMs ?? null;
  return found === undefined || ms === null ? null : ms / found.count;
}

function serverMs(found: Found): number | null {
  const ms = found?.cpu.serverCpuMs ?? null;
  return found === undefined || ms === null ? null : ms / found.count;
}
