import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

export interface Deadline {
  readonly passed: boolean;
  /** Milliseconds since the epoch, of the workflow's clock. */
  readonly at: number;
  stop(): void;
}

/** One server-side timer; waits look at `passed`, so that several waits can share it. */
export function startDeadline(ms: number, summary: string): Deadline {
  const state = { passed: false };
  const timer = new CancellationScope();
  timer
    .run(() => sleep(ms, { summary }))
    .then(
      () => {
        state.passed = true;
      },
      (error: unknown) => {
        if (!isCancellation(error)) throw error;
      },
    );
  return {
    get passed() {
      return state.passed;
    },
    at: Date.now() + ms,
    stop: () => {
      timer.cancel();
    },
  };
}
