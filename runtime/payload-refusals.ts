import type { MetricsSource } from './admin-server.ts';
import type { Logger } from './logger.ts';
import type { RefusedPayload } from './payload-codec.ts';

const reasons = [
  'plaintext',
  'malformed',
  'foreign',
  'broken',
] as const satisfies readonly RefusedPayload[];
const metric = 'graph_invite_payloads_refused_total';

/** How often a process met a payload that can never be read: somebody writes to Temporal without, or with other, keys. */
export interface RefusalCount {
  readonly add: (reason: RefusedPayload) => void;
  /** The same metrics, and this count after them. */
  readonly withCount: (source: MetricsSource) => MetricsSource;
}

export function countRefusals(logger: Pick<Logger, 'warn'>): RefusalCount {
  const counts = new Map<RefusedPayload, number>(reasons.map((reason) => [reason, 0]));
  return {
    add: (reason) => {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      logger.warn({ reason }, 'payload not read');
    },
    withCount: (source) => ({
      contentType: source.contentType,
      metrics: async () => `${await source.metrics()}${rendered(counts)}`,
    }),
  };
}

function rendered(counts: ReadonlyMap<RefusedPayload, number>): string {
  const lines = [...counts].map(([reason, count]) => `${metric}{reason="${reason}"} ${count}\n`);
  const help = `# HELP ${metric} Stored payloads that can never be read\n# TYPE ${metric} counter\n`;
  return help + lines.join('');
}
