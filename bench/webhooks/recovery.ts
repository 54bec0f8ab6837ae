import { greatest, percentile } from '../support/statistics.ts';
import type { Sample } from './open-loop.ts';

const windowMs = 1_000;

/**
 * Seconds from the end of a burst until the steady notifications beside it are well for good: looked at second by second,
 * all of them accepted and p99 within the limit. The whole time that was looked at when they never were.
 */
export function recoverySeconds(
  steady: readonly Sample[],
  burstEndMs: number,
  limitMs: number,
): number {
  const after = steady.filter(({ dueMs }) => dueMs >= burstEndMs);
  const windowOf = ({ dueMs }: Sample) => Math.floor((dueMs - burstEndMs) / windowMs);
  const unwell = [...new Set(after.map(windowOf))].filter((window) => {
    const samples = after.filter((sample) => windowOf(sample) === window);
    return (
      samples.some(({ outcome }) => outcome !== '202') ||
      percentile(
        samples.map(({ latencyMs }) => latencyMs),
        0.99,
      ) > limitMs
    );
  });
  return (greatest([-1, ...unwell]) + 1) * (windowMs / 1_000);
}
