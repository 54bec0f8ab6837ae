import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { judge } from '../../support/budget.ts';
import { watchBusy, type Busy } from '../busy.ts';
import { busyFigures, generatorRemark } from '../busy-figures.ts';
import { counts, milliseconds } from '../../support/figures.ts';
import { sendAtRate, summaryOf, type OpenLoopSummary } from '../open-loop.ts';
import type { PartReport } from '../../support/report.ts';
import { goodRequests } from '../requests.ts';
import { startServerUnderLoad } from '../server-under-load.ts';
import { dripOn, type SlowSocket } from '../slow-sockets.ts';
import { greatest, median, percentile } from '../../support/statistics.ts';
import { stubDelayMs } from '../stub-delay.ts';
import { unexpected } from '../unexpected.ts';
import { goodLoad, notAccepted } from './good-load.ts';

const socketCount = 500;

/** Good notifications beside senders that never come to an end. */
export async function slow({ options, copy, service, log }: Bench): Promise<PartReport> {
  const good = await goodRequests(service, options.seed, 1_000);
  const server = await startServerUnderLoad(copy, service, { kind: 'stub', delayMs: stubDelayMs });
  try {
    const [first] = good;
    if (first === undefined) throw new Error('There is no request to drip.');
    const load = goodLoad(server.url, good, Math.max(10, options.seconds));
    await sendAtRate(goodLoad(server.url, good, 2));
    const busySince = await watchBusy(server);
    const sending = sendAtRate(load);
    await pause(1_000);
    const sockets = await dripOn(server.url, socketCount, first);
    const summary = summaryOf(await sending);
    log(
      `slow: p99 ${Math.round(summary.latencyMs.p99)} ms, sockets closed after ${Math.round(longest(sockets) / 100) / 10} s`,
    );
    return report(summary, sockets, await busySince());
  } finally {
    await server.stop();
  }
}

function longest(sockets: readonly SlowSocket[]): number {
  return greatest(sockets.map(({ livedMs }) => livedMs ?? Infinity));
}

function report(good: OpenLoopSummary, sockets: readonly SlowSocket[], busy: Busy): PartReport {
  const stayed = sockets.filter(({ livedMs }) => livedMs === null).length;
  const lives = sockets.flatMap(({ livedMs }) => (livedMs === null ? [] : [livedMs / 1000]));
  return {
    part: 'slow',
    title: 'good notifications beside slow senders',
    circumstances: [
      `${socketCount} sockets at once: a third drips its headers, a third the body after a good token (a byte every 0.5 s), a third sends nothing. Beside them 200 good notifications a second at a constant rate. One round.`,
      generatorRemark([busy], good.lateP99Ms),
    ],
    figures: [
      // Of 500, these say as much as all.
      {
        what: 'slow sockets, closed after',
        unit: 's',
        values: [percentile(lives, 0), median(lives), greatest(lives)],
      },
      counts('slow sockets, still open after 20 s', [stayed]),
      milliseconds('good, p50', [good.latencyMs.p50]),
      milliseconds('good, p99', [good.latencyMs.p99]),
      milliseconds('good, slowest', [good.latencyMs.most]),
      counts('good, not accepted', [notAccepted(good)]),
      milliseconds('generator, late (p99)', [good.lateP99Ms]),
      ...busyFigures('', [busy]),
    ],
    verdicts: [
      judge(
        { what: 'slow sockets, longest life', unit: 's', bound: 'atMost', limit: 7 },
        greatest(lives),
      ),
      judge({ what: 'slow sockets, not closed', unit: '', bound: 'atMost', limit: 0 }, stayed),
      judge({ what: 'good, p99', unit: 'ms', bound: 'atMost', limit: 250 }, good.latencyMs.p99),
      judge({ what: 'good, not accepted', unit: '', bound: 'atMost', limit: 0 }, notAccepted(good)),
    ],
    wrong: unexpected('good notifications', good.outcomes, ['202', '503']),
  };
}
