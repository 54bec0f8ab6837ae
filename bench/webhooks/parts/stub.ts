import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { startClosedLoop } from '../closed-loop.ts';
import { countsThatDiffer } from '../counts-add-up.ts';
import { measuredRun, rateOf, type MeasuredRun } from '../measured-run.ts';
import type { PartReport } from '../../support/report.ts';
import { goodRequests } from '../requests.ts';
import { startServerUnderLoad } from '../server-under-load.ts';
import { sum } from '../../support/statistics.ts';
import { stubDelayMs } from '../stub-delay.ts';
import { unexpected } from '../unexpected.ts';
import { stubReport } from './stub-report.ts';

/** How many verified notifications a second one server takes when every call to Temporal takes 20 ms. */
export async function stub({ options, copy, service, log }: Bench): Promise<PartReport> {
  const { seed, seconds, connections } = options;
  const requests = await goodRequests(service, seed, Math.min(2_000, 20 * connections));
  const bytes = sum(requests.map(({ body }) => Buffer.byteLength(body))) / requests.length;
  const server = await startServerUnderLoad(copy, service, { kind: 'stub', delayMs: stubDelayMs });
  const loop = startClosedLoop(copy);
  try {
    const load = { url: server.url, connections, requests };
    const warmUp = await loop.run({ ...load, seconds: Math.min(3, seconds) });
    const rounds: MeasuredRun[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      const run = await measuredRun(server, loop, { ...load, seconds });
      log(`stub: round ${round} of ${options.rounds}, ${Math.round(rateOf(run, '202'))} a second`);
      rounds.push(run);
    }
    // Those whose connection was cut at the end of a round are still under way.
    await pause(10 * stubDelayMs);
    const { peakRssMb, answers } = await server.usage();
    const runs = [warmUp, ...rounds];
    const wrong = [
      // 503 is no wrong answer to a good notification, only an unwelcome one.
      ...runs.flatMap((run) => unexpected('good notifications', run.statuses, ['202', '503'])),
      ...countsThatDiffer(runs, answers, connections),
    ];
    return stubReport({ connections, bytes, peakRssMb, rounds, wrong });
  } finally {
    await loop.stop();
    await server.stop();
  }
}
