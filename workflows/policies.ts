import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';

/**
 * Above the activity's own HTTP timeout (15 s), so that it reports an unclear POST itself; a lost worker is noticed
 * after this time (docs/reliability.md 6).
 */
const requestTimeout = '20 seconds';

/**
 * One attempt: a retry by the server after a lost worker could ring a person twice. A POST that no worker has taken by
 * the deadline was certainly not sent.
 * @param remainingMs until the deadline for posting
 */
export function postOptions(remainingMs: number, summary: string): ActivityOptions {
  return {
    startToCloseTimeout: requestTimeout,
    scheduleToStartTimeout: Math.max(remainingMs, 1),
    retry: { maximumAttempts: 1 },
    summary,
  };
}

/** Reading is safe to repeat, as often as the time for asking Graph allows. */
export function readingOptions(reconcileMs: number, summary: string): ActivityOptions {
  return {
    startToCloseTimeout: requestTimeout,
    scheduleToCloseTimeout: reconcileMs,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 seconds' },
    summary,
  };
}

/**
 * What is left for asking Graph when `reconcileMs` is used up: one look more, so that a roster is still read although the
 * operation's end took long to learn. Milliseconds.
 */
export const leastAskingMs = 2_000;

/** Removing is idempotent: a repeat finds nobody. When it became needless, the try under way is still waited for. */
export function removingOptions(reconcileMs: number, summary: string): ActivityOptions {
  return {
    ...readingOptions(reconcileMs, summary),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

/** How long the end of a call may be followed by the failure or roster that explains it. Milliseconds. */
export const callEndSettleMs = 1_000;

/** Readings of the target's roster that rosters of the original call may cause; the deadline causes one more. */
export const maxRosterHints = 3;

const backOffFloorMs = { GraphNotSent: 500, GraphThrottled: 2_000 } as const;
const backOffCeilingMs = { GraphNotSent: 30_000, GraphThrottled: 300_000 } as const;

/** Tries after which even a tiny Retry-After is waited for with back-off: each try is eleven events of a history. */
const quickTries = 10;

/**
 * Wait before posting again, in milliseconds: what Graph asked for and up to 20 % more, never less, so that many invites
 * do not come back together. Without a usable Retry-After the wait doubles with each try.
 */
export function waitBeforePostingAgain(
  fault: keyof typeof backOffFloorMs,
  attempt: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  const backOffMs = (tries: number) =>
    Math.min(backOffFloorMs[fault] * 2 ** (tries - 1), backOffCeilingMs[fault]);
  const leastMs = attempt > quickTries ? backOffMs(attempt - quickTries) : 0;
  return Math.ceil(Math.max(retryAfterMs ?? backOffMs(attempt), leastMs) * (1 + 0.2 * random));
}
