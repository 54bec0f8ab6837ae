import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { judge } from '../../support/budget.ts';
import { watchBusy, type Busy } from '../busy.ts';
import { startClosedLoop, type BenchRequest, type ClosedLoopResult } from '../closed-loop.ts';
import { busyFigures, generatorRemark, memory } from '../busy-figures.ts';
import { counts, milliseconds, perSecond } from '../../support/figures.ts';
import { sendAtRate, summaryOf, type OpenLoopSummary } from '../open-loop.ts';
import type { PartReport } from '../../support/report.ts';
import { forgedRequests, goodRequests } from '../requests.ts';
import { startServerUnderLoad } from '../server-under-load.ts';
import { greatest, median, sum } from '../../support/statistics.ts';
import { stubDelayMs } from '../stub-delay.ts';
import { unexpected } from '../unexpected.ts';
import { goodLoad, notAccepted } from './good-load.ts';

const floodConnections = 200;
/** The flood begins so long before the good notifications, and ends a second after them. */
const leadSeconds = 3;

interface Round {
  readonly good: OpenLoopSummary;
  /** Without the first second, in which the connections are opened. */
  readonly settled: OpenLoopSummary;
  readonly flood: ClosedLoopResult;
  readonly busy: Busy;
}

/** Good notifications beside a flood of bad signatures. */
export async function flood({ options, copy, service, log }: Bench): Promise<PartReport> {
  const { seed, seconds } = options;
  const good = await goodRequests(service, seed, 1_000);
  const forged = await forgedRequests(service, seed, 1_000);
  const server = await startServerUnderLoad(copy, service, { kind: 'stub', delayMs: stubDelayMs });
  const loop = startClosedLoop(copy);
  try {
    const { url } = server;
    const load = { url, connections: floodConnections, requests: forged };
    await warmUp(url, good, () => loop.run({ ...load, seconds: Math.min(4, seconds) }));
    const rounds: Round[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      const flooding = loop.run({ ...load, seconds: seconds + leadSeconds + 1 });
      await pause(leadSeconds * 1_000);
      const busySince = await watchBusy(server);
      const samples = await sendAtRate(goodLoad(url, good, seconds));
      const flooded = await flooding;
      const busy = await busySince(flooded.cpuShare);
      const settled = summaryOf(samples.filter(({ dueMs }) => dueMs >= 1_000));
      rounds.push({ good: summaryOf(samples), settled, flood: flooded, busy });
      log(
        `flood: round ${round} of ${options.rounds}, p99 ${Math.round(rounds.at(-1)?.good.latencyMs.p99 ?? 0)} ms`,
      );
    }
    return report(rounds, (await server.usage()).peakRssMb);
  } finally {
    await loop.stop();
    await server.stop();
  }
}

/** Both loads once: what is loaded or compiled for the first time is no part of a round. */
async function warmUp(
  url: string,
  good: readonly BenchRequest[],
  flooding: () => Promise<unknown>,
): Promise<void> {
  await Promise.all([flooding(), sendAtRate(goodLoad(url, good, 2))]);
}

function report(rounds: readonly Round[], peakRssMb: number): PartReport {
  const good = rounds.map((round) => round.good);
  const p99 = good.map(({ latencyMs }) => latencyMs.p99);
  const lost = good.map(notAccepted);
  const late = good.map(({ lateP99Ms }) => lateP99Ms);
  return {
    part: 'flood',
    title: 'good notifications beside a flood of bad signatures',
    circumstances: [
      `Bad signatures on ${floodConnections} connections as fast as they are refused, from a process of their own; beside them 200 good notifications a second at a constant rate on connections of their own, measured from the moment each was due. Each round begins with a pool that has no connection open, on a server that has taken both loads before: a cold one needs one to two seconds more for the first ones under such a flood.`,
      generatorRemark(
        rounds.map(({ busy }) => busy),
        greatest(late),
      ),
    ],
    figures: [
      milliseconds(
        'good, p50',
        good.map(({ latencyMs }) => latencyMs.p50),
      ),
      milliseconds('good, p99', p99),
      milliseconds(
        'good, p99 without the first second',
        rounds.map(({ settled }) => settled.latencyMs.p99),
      ),
      milliseconds(
        'good, slowest',
        good.map(({ latencyMs }) => latencyMs.most),
      ),
      counts('good, not accepted', lost),
      perSecond(
        'bad signatures refused (401)',
        rounds.map((one) => (one.flood.statuses['401'] ?? 0) / one.flood.seconds),
      ),
      perSecond(
        'bad signatures sent away (503)',
        rounds.map((one) => (one.flood.statuses['503'] ?? 0) / one.flood.seconds),
      ),
      milliseconds('generator of the good, late (p99)', late),
      ...busyFigures(
        '',
        rounds.map(({ busy }) => busy),
      ),
      memory(peakRssMb),
    ],
    verdicts: [
      judge({ what: 'good, not accepted', unit: '', bound: 'atMost', limit: 0 }, sum(lost)),
      judge({ what: 'good, p99', unit: 'ms', bound: 'atMost', limit: 250 }, median(p99)),
    ],
    wrong: [
      ...rounds.flatMap((one) => unexpected('bad signatures', one.flood.statuses, ['401', '503'])),
      ...good.flatMap(({ outcomes }) => unexpected('good notifications', outcomes, ['202', '503'])),
    ],
  };
}
