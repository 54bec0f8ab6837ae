import type { Bench } from '../bench.ts';
import { startClosedLoop } from '../closed-loop.ts';
import { measuredRun, rateOf, type MeasuredRun } from '../measured-run.ts';
import { sendAtRate, summaryOf } from '../open-loop.ts';
import { refusalsOf } from '../refusals-of.ts';
import type { PartReport } from '../../support/report.ts';
import { goodRequests } from '../requests.ts';
import { startServerUnderLoad } from '../server-under-load.ts';
import { stubDelayMs } from '../stub-delay.ts';
import { goodLoad } from './good-load.ts';
import { refusalsReport, type Measured } from './refusals-report.ts';

const connections = 50;

/** How many a second are refused, by reason. */
export async function refusals(bench: Bench): Promise<PartReport> {
  const { options, copy, service, log } = bench;
  const seconds = Math.max(0.5, options.seconds / 3);
  const server = await startServerUnderLoad(copy, service, { kind: 'stub', delayMs: stubDelayMs });
  const loop = startClosedLoop(copy);
  try {
    const measured: Measured[] = [];
    for (const refusal of await refusalsOf(service, options.seed)) {
      const { what, status, requests, reconnectRate } = refusal;
      const load = { url: server.url, connections, requests, reconnectRate };
      await loop.run({ ...load, seconds: Math.min(1, seconds) });
      const rounds: MeasuredRun[] = [];
      for (let round = 1; round <= options.rounds; round += 1) {
        const run = await measuredRun(server, loop, { ...load, seconds });
        log(`refusals: ${what}, ${Math.round(rateOf(run, status))} a second`);
        rounds.push(run);
      }
      measured.push({ what, status, rounds });
    }
    const good = goodLoad(server.url, await goodRequests(service, options.seed, 20), 0.1);
    const afterwards = summaryOf(await sendAtRate(good));
    const { peakRssMb } = await server.usage();
    return refusalsReport({ connections, measured, afterwards, peakRssMb });
  } finally {
    await loop.stop();
    await server.stop();
  }
}
