/** A process that keeps connections busy: each sends its next request when the last is answered. */
import autocannon, { type Client } from 'autocannon';
import { z } from 'zod';
import { answerParent } from '../support/answer-parent.ts';
import type { ClosedLoopResult } from './closed-loop.ts';
import { greatest, percentile } from '../support/statistics.ts';

const LoadSchema = z.object({
  url: z.string(),
  connections: z.number(),
  seconds: z.number(),
  reconnectRate: z.number(),
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
  ),
});
type Load = z.infer<typeof LoadSchema>;

answerParent((question) => run(LoadSchema.parse(question)));

async function run(load: Load): Promise<ClosedLoopResult> {
  const { url, connections, seconds, reconnectRate } = load;
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  const shares = dealt(load.requests, connections);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { duration, errors } = await autocannon({
    ...{ url, connections, reconnectRate, duration: seconds, sampleInt: 100, timeout: 20 },
    setupClient: (client) => {
      client.setRequests([...(shares.pop() ?? [])]);
      count(client, statuses, latencies);
    },
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const passedMs = performance.now() - begun;
  return {
    seconds: duration,
    statuses,
    errors,
    latencyMs: {
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      most: greatest(latencies),
    },
    cpuShare: (user + system) / 1000 / passedMs,
  };
}

/** Not by autocannon's own count, which leaves out the last answer on each connection that it renews. */
function count(client: Client, statuses: Record<string, number>, latencies: number[]): void {
  client.on('headers', ({ statusCode }: { readonly statusCode: number }) => {
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
  });
  client.on('response', (_status: number, _bytes: number, durationMs: number) => {
    latencies.push(durationMs);
  });
}

/** To each connection other requests, as objects of its own: autocannon writes into them. */
function dealt(requests: Load['requests'], connections: number): Load['requests'][] {
  return Array.from({ length: connections }, (_, hand) => {
    const share = requests.filter((_, index) => index % connections === hand % requests.length);
    return share.map((request) => ({ ...request }));
  });
}
