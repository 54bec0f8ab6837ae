import { judge } from '../../support/budget.ts';
import { busyFigures, generatorRemark, memory } from '../busy-figures.ts';
import { counts, perSecond } from '../../support/figures.ts';
import { rateOf, type MeasuredRun } from '../measured-run.ts';
import type { OpenLoopSummary } from '../open-loop.ts';
import type { PartReport } from '../../support/report.ts';
import type { Refusal } from '../refusals-of.ts';
import { median } from '../../support/statistics.ts';
import { unexpected } from '../unexpected.ts';
import { notAccepted } from './good-load.ts';

export interface Measured extends Pick<Refusal, 'what' | 'status'> {
  readonly rounds: readonly MeasuredRun[];
}

interface RefusalsFindings {
  readonly connections: number;
  readonly measured: readonly Measured[];
  /** Good notifications, once nothing is refused any more. */
  readonly afterwards: OpenLoopSummary;
  readonly peakRssMb: number;
}

export function refusalsReport(found: RefusalsFindings): PartReport {
  const { connections, measured, afterwards, peakRssMb } = found;
  const lost = notAccepted(afterwards);
  return {
    part: 'refusals',
    title: 'what is refused',
    circumstances: [
      `Closed loop, ${connections} connections, in this order on one server. "Too big" announces 2,000,000 bytes and sends none. After "too big" and "not JSON" the server closes the connection, so that each of these refusals costs a new one.`,
      ...measured.map(
        ({ what, rounds }) => `${what}: ${generatorRemark(rounds.map((run) => run.busy))}`,
      ),
    ],
    figures: [
      ...measured.flatMap(figuresOf),
      counts('good notifications afterwards, not accepted', [lost]),
      memory(peakRssMb),
    ],
    verdicts: measured.map(({ what, status, rounds }) =>
      judge(
        { what: `refusals, ${what}`, unit: '/s', bound: 'atLeast', limit: 5_000 },
        median(rounds.map((run) => rateOf(run, status))),
      ),
    ),
    wrong: [
      // An overloaded server may say 503 to anything; it may not say yes, or anything else.
      ...measured.flatMap(({ what, status, rounds }) =>
        rounds.flatMap(({ statuses }) => unexpected(what, statuses, [status, '503'])),
      ),
      ...(lost > 0 ? [`${lost} good notifications were not accepted after the refusals.`] : []),
    ],
  };
}

function figuresOf({ what, status, rounds }: Measured) {
  return [
    perSecond(
      `${what}, refused (${status})`,
      rounds.map((run) => rateOf(run, status)),
    ),
    perSecond(
      `${what}, sent away (503)`,
      rounds.map((run) => rateOf(run, '503')),
    ),
    counts(
      `${what}, connections that broke`,
      rounds.map(({ errors }) => errors),
    ),
    ...busyFigures(
      `${what}, `,
      rounds.map((run) => run.busy),
    ),
  ];
}
