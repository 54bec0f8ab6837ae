import { judge } from '../../support/budget.ts';
import { busyFigures, generatorRemark, memory } from '../busy-figures.ts';
import { counts, milliseconds, perSecond } from '../../support/figures.ts';
import { rateOf, type MeasuredRun } from '../measured-run.ts';
import type { PartReport } from '../../support/report.ts';
import { median, sum } from '../../support/statistics.ts';

interface StubFindings {
  readonly connections: number;
  /** Of a body, on average. */
  readonly bytes: number;
  readonly peakRssMb: number;
  readonly rounds: readonly MeasuredRun[];
  readonly wrong: readonly string[];
}

export function stubReport({
  connections,
  bytes,
  peakRssMb,
  rounds,
  wrong,
}: StubFindings): PartReport {
  const rates = rounds.map((run) => rateOf(run, '202'));
  const latencies = rounds.map(({ latencyMs }) => latencyMs);
  const p99 = latencies.map((one) => one.p99);
  const others = rounds.map(
    ({ statuses, errors }) => errors + sum(Object.values(statuses)) - (statuses['202'] ?? 0),
  );
  const busy = rounds.map((run) => run.busy);
  const rate = {
    what: 'verified notifications',
    unit: '/s',
    bound: 'atLeast',
    limit: 3_000,
  } as const;
  return {
    part: 'stub',
    title: 'verified notifications, every call to Temporal answered after 20 ms',
    circumstances: [
      `Closed loop, ${connections} connections, bodies of ${Math.round(bytes)} bytes on average. Of ten notifications five tell of a completed operation, one of a failed one, three bring a roster, one the end of a call. The last four make a look-up and a signal, which is 40 ms: a request takes 28 ms on average at the very least, so that 50 connections could not have more than 1,800 a second.`,
      'The server and the load generator are processes of their own on loopback; the log lines of level info go to the null device.',
      generatorRemark(busy),
    ],
    figures: [
      perSecond('accepted (202)', rates),
      milliseconds(
        'p50',
        latencies.map((one) => one.p50),
      ),
      milliseconds('p99', p99),
      milliseconds(
        'slowest',
        latencies.map((one) => one.most),
      ),
      counts('other answers and errors', others),
      ...busyFigures('', busy),
      memory(peakRssMb),
    ],
    verdicts: [
      judge(rate, median(rates)),
      judge({ what: 'p99', unit: 'ms', bound: 'atMost', limit: 100 }, median(p99)),
      judge({ what: 'RSS', unit: 'MB', bound: 'atMost', limit: 300 }, peakRssMb),
      judge({ what: 'answers other than 202', unit: '', bound: 'atMost', limit: 0 }, sum(others)),
    ],
    wrong,
  };
}
