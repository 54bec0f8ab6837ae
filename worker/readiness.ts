import type { WorkerStatus } from '@temporalio/worker';

export interface ReadinessOptions {
  readonly status: () => Pick<
    WorkerStatus,
    'runState' | 'workflowPollerState' | 'activityPollerState'
  >;
  /** Rejects when Temporal does not answer; must end in time by itself. */
  readonly askTemporal: () => Promise<unknown>;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

/** Milliseconds. One lost answer changes nothing, and however often somebody looks, Temporal is asked seldom. */
const askEveryMs = 5_000;
const latelyMs = 15_000;

/**
 * Whether this worker can do work: it runs, both of its pollers do, and Temporal answered within the last 15 s. Tokens do
 * not count: without one the worker still takes work, and every POST ends in a failure that says so.
 */
export function createReadiness(options: ReadinessOptions): () => Promise<boolean> {
  const { status, askTemporal, now = () => performance.now() } = options;
  let answeredAt = -Infinity;
  let asking: Promise<void> | undefined;
  const ask = () =>
    (asking ??= askTemporal()
      .then(
        () => {
          answeredAt = now();
        },
        () => undefined,
      )
      .finally(() => {
        asking = undefined;
      }));
  return async () => {
    const { runState, workflowPollerState, activityPollerState } = status();
    const works = runState === 'RUNNING' && workflowPollerState === 'POLLING';
    if (!works || activityPollerState !== 'POLLING') return false;
    if (now() - answeredAt <= askEveryMs) return true;
    // Whoever looks may have less patience than a slow answer takes: while the last one is fresh it is not waited for.
    const asked = ask();
    if (now() - answeredAt >= latelyMs) await asked;
    return now() - answeredAt < latelyMs;
  };
}
