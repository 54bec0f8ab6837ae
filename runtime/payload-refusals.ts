import type { MetricsSource } from './admin-server.ts';
import type { Logger } from './logger.ts';
import { refusedPayloads, type RefusedPayload } from './payload-codec.ts';
import { createSparseLog } from './sparse-log.ts';

const metric = 'graph_invite_payloads_refused_total';

export { metric as refusalMetric };

/** How often a process met a payload that can never be read, each reading counted: somebody writes to Temporal without keys. */
export interface RefusalCount {
  readonly add: (reason: RefusedPayload) => void;
  /** The same metrics, and this count after them. */
  readonly withCount: (source: MetricsSource) => MetricsSource;
}

export function countRefusals(logger: Pick<Logger, 'warn'>): RefusalCount {
  // Whoever can write to Temporal chooses how often a payload is met: a register is read for each notification of its call.
  const warn = createSparseLog(logger);
  const counts = new Map<RefusedPayload, number>(refusedPayloads.map((reason) => [reason, 0]));
  return {
    add: (reason) => {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      warn(reason, { reason }, 'payload not read');
    },
    withCount: (source) => ({
      contentType: source.contentType,
      metrics: async () => `${await source.metrics()}${rendered(counts)}`,
    }),
  };
}

function rendered(counts: ReadonlyMap<RefusedPayload, number>): string {
  const lines = [...counts].map(([reason, count]) => `${metric}{reason="${reason}"} ${count}\n`);
  const help = `# HELP ${metric} Readings of stored payloads that can never be read\n# TYPE ${metric} counter\n`;
  return help + lines.join('');
}
