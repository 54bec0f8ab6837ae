import { judge } from '../../support/budget.ts';
import type { Busy } from '../busy.ts';
import { busyFigures, generatorRemark, memory } from '../busy-figures.ts';
import { counts, milliseconds } from '../../support/figures.ts';
import { summaryOf, type OpenLoopSummary, type Sample } from '../open-loop.ts';
import { recoverySeconds } from '../recovery.ts';
import type { Figure, PartReport } from '../../support/report.ts';
import { unexpected } from '../unexpected.ts';
import { notAccepted } from './good-load.ts';

export interface Steady {
  readonly samples: readonly Sample[];
  readonly busy: Busy;
}

export interface Burst {
  /** The steady notifications that went on. */
  readonly beside: readonly Sample[];
  readonly crowd: readonly Sample[];
  /** Milliseconds, on the clock of `beside`. */
  readonly endMs: number;
  readonly busy: Busy;
}

interface RealFindings {
  readonly rate: number;
  readonly invites: number;
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly steady: Steady;
  readonly burst: Burst;
  /** Of everything that was acknowledged. */
  readonly marks: readonly string[];
  /** How often each mark stands in the histories. */
  readonly stored: ReadonlyMap<string, number>;
}

const p99LimitMs = 250;

export function realReport(found: RealFindings): PartReport {
  const steady = summaryOf(found.steady.samples);
  const beside = summaryOf(found.burst.beside);
  const crowd = summaryOf(found.burst.crowd);
  const recovery = recoverySeconds(found.burst.beside, found.burst.endMs, p99LimitMs);
  const lost = found.marks.filter((mark) => !found.stored.has(mark)).length;
  const twice = found.marks.filter((mark) => (found.stored.get(mark) ?? 0) > 1).length;
  const refused = neitherStoredNorPutOff(beside) + neitherStoredNorPutOff(crowd);
  return {
    part: 'real',
    title: 'a real Temporal behind the server',
    circumstances: circumstances(found, [steady, beside, crowd]),
    figures: [
      ...loadFigures('steady', steady),
      ...busyFigures('steady, ', [found.steady.busy]),
      ...loadFigures('burst', crowd),
      ...loadFigures('beside the burst', beside),
      ...busyFigures('burst, ', [found.burst.busy]),
      { what: 'well again after the burst', unit: 's', values: [recovery] },
      counts('acknowledged, all loads', [found.marks.length]),
      counts('acknowledged, in no history', [lost]),
      counts('acknowledged, in a history twice', [twice]),
      memory(found.peakRssMb),
    ],
    verdicts: [
      judge(
        { what: 'steady, not accepted', unit: '', bound: 'atMost', limit: 0 },
        notAccepted(steady),
      ),
      judge(
        { what: 'steady, p99', unit: 'ms', bound: 'atMost', limit: p99LimitMs },
        steady.latencyMs.p99,
      ),
      judge(
        { what: 'steady, slowest', unit: 'ms', bound: 'atMost', limit: 5_000 },
        steady.latencyMs.most,
      ),
      judge(
        {
          what: 'burst, neither 202 nor 503 with Retry-After',
          unit: '',
          bound: 'atMost',
          limit: 0,
        },
        refused,
      ),
      judge(
        { what: 'well again after the burst', unit: 's', bound: 'atMost', limit: 15 },
        recovery,
      ),
      judge({ what: 'acknowledged and lost', unit: '', bound: 'atMost', limit: 0 }, lost),
    ],
    wrong: [
      ...[steady, beside, crowd].flatMap(({ outcomes }) =>
        unexpected('good notifications', outcomes, ['202', '503']),
      ),
      ...(lost > 0 ? [`${lost} acknowledged notifications are in no history.`] : []),
    ],
  };
}

function neitherStoredNorPutOff({ sent, outcomes }: OpenLoopSummary): number {
  return sent - (outcomes['202'] ?? 0) - (outcomes['503'] ?? 0);
}

function circumstances(
  { rate, invites, seconds, steady, burst }: RealFindings,
  summaries: readonly OpenLoopSummary[],
): string[] {
  const late = Math.max(...summaries.map(({ lateP99Ms }) => lateP99Ms));
  return [
    `A Temporal dev server with the flags of the local stack, on a SQLite file, on the same machine. ${invites} runs of inviteParticipants wait, each registered on a call of its own, on a task queue without a worker: a signal is stored, and nobody acts on it.`,
    `Steady: ${rate} notifications a second for ${seconds} s at a constant rate, each measured from the moment it was due. Burst: ${10 * rate} a second for 10 s, a tenth of them the steady ones, which go on for 25 s.`,
    'Each notification leads to one signal that can be told from all others, and every acknowledged one was looked for in the history of its invite.',
    generatorRemark([steady.busy, burst.busy], late),
  ];
}

function loadFigures(name: string, summary: OpenLoopSummary): Figure[] {
  const { outcomes, latencyMs, lateP99Ms } = summary;
  return [
    milliseconds(`${name}, p50`, [latencyMs.p50]),
    milliseconds(`${name}, p99`, [latencyMs.p99]),
    milliseconds(`${name}, slowest`, [latencyMs.most]),
    ...Object.entries(outcomes).map(([outcome, count]) => counts(`${name}, ${outcome}`, [count])),
    milliseconds(`${name}, generator late (p99)`, [lateP99Ms]),
  ];
}
