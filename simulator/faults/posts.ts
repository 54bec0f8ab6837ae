import { oneOf, type Rates } from './rates.ts';
import { drawServerError } from './reads.ts';
import { drawPresentRetryAfter, drawRetryAfter, type RetryAfterForm } from './retry-after.ts';

/** What can happen to an accepted POST besides an answer in time. */
export const postFaults = [
  /** Executed; the connection is cut before the answer. */
  'cutResponse',
  /** Not executed; the connection is cut. The caller cannot tell this from `cutResponse`. */
  'cutRequest',
  /** Executed; the answer is held for `holdMs`, then the connection is cut. */
  'executedButTimedOut',
  /** Executed; a 200 without a body, with half of it, or with a web page instead. */
  'emptyAnswer',
  'truncatedAnswer',
  'htmlAnswer',
  /** Not executed; 429. */
  'throttled',
  /** Not executed; 503 with a Retry-After. */
  'unavailable',
  /** Not executed; 500, 502 or 504, decided by the seed. */
  'serverError',
  /** Executed; 500, 502 or 504. The caller cannot tell this from `serverError`. */
  'executedServerError',
  /** Not executed; 401, as for a token that is no longer good. */
  'unauthorized',
] as const;
export type PostFault = (typeof postFaults)[number];

export type PostFaultPlan = Rates<PostFault> & {
  /** For `executedButTimedOut`; default 60,000. */
  readonly holdMs?: number | undefined;
  /** Absent: decided by the seed; for `unavailable` never `absent`. */
  readonly retryAfter?: RetryAfterForm | undefined;
  /** So many POSTs of a call, from its first, are `unauthorized`. */
  readonly unauthorizedFirst?: number | undefined;
  /** So many POSTs of a call, from its first, are `throttled`; `unauthorizedFirst` comes before. */
  readonly throttledFirst?: number | undefined;
};

/** What is to become of one POST, with what the fault needs. */
export type PostDecision = {
  readonly fault: PostFault | null;
  /** For the two server errors. */
  readonly status: number;
  /** For `throttled` and `unavailable`. */
  readonly retryAfter: RetryAfterForm;
  readonly holdMs: number;
};

/** Decides on one POST. `nth` is its number among those of its call, from 1. */
export function decidePost(
  plan: PostFaultPlan = {},
  nth: number,
  random: () => number,
): PostDecision {
  const drawn = oneOf(postFaults, plan, random());
  return decisionFor(plan, faultOfFirst(plan, nth) ?? drawn, random);
}

/** A fault that is certain, with what it needs. */
export function decisionFor(
  plan: PostFaultPlan = {},
  fault: PostFault | null,
  random: () => number,
): PostDecision {
  const status = drawServerError(random);
  const form = fault === 'unavailable' ? drawPresentRetryAfter(random) : drawRetryAfter(random);
  const { retryAfter = form, holdMs = 60_000 } = plan;
  return { fault, status, retryAfter, holdMs };
}

/** Whether Graph acts on a POST with this fault. */
export function isExecuted(fault: PostFault | null): boolean {
  return fault === null || !notExecuted.includes(fault);
}

const notExecuted: readonly PostFault[] = [
  'cutRequest',
  'throttled',
  'unavailable',
  'serverError',
  'unauthorized',
];

function faultOfFirst(plan: PostFaultPlan, nth: number): PostFault | null {
  if (nth <= (plan.unauthorizedFirst ?? 0)) return 'unauthorized';
  return nth <= (plan.throttledFirst ?? 0) ? 'throttled' : null;
}
