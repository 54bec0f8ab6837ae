import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { DeadlineName, InviteState } from './invite-state.ts';

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

/** What the timers of an invite are called in the Temporal UI. */
const summaries: Readonly<Record<DeadlineName, string>> = {
  operation: 'deadline: the operation has ended (operationMs)',
  evidence: 'deadline: evidence after an unclear POST (unknownMs)',
  ring: 'deadline: somebody has answered (ringMs)',
  roster: 'deadline: the roster shows everyone (rosterMs)',
  teardown: 'deadline: the original call has ended (teardownMs)',
};

/** A deadline of the invite itself: a run that continues this one goes on with what is left of it. */
export function startInviteDeadline(
  { dueAt }: InviteState,
  name: DeadlineName,
  ms: number,
): Deadline {
  const at = (dueAt[name] ??= Date.now() + ms);
  const timer = startDeadline(Math.max(at - Date.now(), 1), summaries[name]);
  return {
    get passed() {
      return timer.passed;
    },
    at,
    stop: () => {
      dueAt[name] = undefined;
      timer.stop();
    },
  };
}
