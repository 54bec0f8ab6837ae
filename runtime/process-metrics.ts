import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { MetricsSource } from './admin-server.ts';

/** Adds memory, CPU, event loop and garbage collection of this process, as prom-client names them. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}

/** One text of several sources; their names must differ. */
export function joinMetrics(first: MetricsSource, second: MetricsSource): MetricsSource {
  return {
    contentType: first.contentType,
    metrics: async () => {
      const [one, other] = await Promise.all([first.metrics(), second.metrics()]);
      return `${one.trimEnd()}\n${other}`;
    },
  };
}
