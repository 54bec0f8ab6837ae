import type { ClosedLoopResult } from './closed-loop.ts';
import { sum } from '../support/statistics.ts';

/**
 * Sentences about accepted notifications that the server and the load generator count differently. At the end of a run each
 * connection is cut, with one request under way at most; so is a connection that breaks.
 */
export function countsThatDiffer(
  runs: readonly Pick<ClosedLoopResult, 'statuses' | 'errors'>[],
  counted: Readonly<Record<string, number>>,
  connections: number,
): string[] {
  const seen = sum(runs.map(({ statuses }) => statuses['202'] ?? 0));
  const cut = runs.length * connections + sum(runs.map(({ errors }) => errors));
  const said = counted['202'] ?? 0;
  return said < seen || said > seen + cut
    ? [`The server counted ${said} answers of 202, and ${seen} were seen.`]
    : [];
}
