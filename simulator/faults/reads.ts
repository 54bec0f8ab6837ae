import { drawFrom, oneOf, type Rates } from './rates.ts';
import { drawPresentRetryAfter, type RetryAfterForm } from './retry-after.ts';

/** What can happen to a GET of a call, a roster, a participant or an operation besides a true answer at once. */
export const readFaults = [
  /** 500, 502 or 504, decided by the seed. */
  'serverError',
  /** The connection is cut without an answer. */
  'cut',
  /** Answered `slowMs` later, with what is true then. */
  'slow',
  /** 429 with a Retry-After. */
  'throttled',
] as const;
export type ReadFault = (typeof readFaults)[number];

export type ReadFaultPlan = Rates<ReadFault> & {
  /** Default 5,000. */
  readonly slowMs?: number | undefined;
  /** Absent: decided by the seed, never `absent`. */
  readonly retryAfter?: RetryAfterForm | undefined;
};

export type ReadDecision =
  | { readonly fault: null | 'cut' }
  | { readonly fault: 'serverError'; readonly status: number }
  | { readonly fault: 'slow'; readonly ms: number }
  | { readonly fault: 'throttled'; readonly retryAfter: RetryAfterForm };

/** Decides on one reading. */
export function decideRead(plan: ReadFaultPlan = {}, random: () => number): ReadDecision {
  const fault = oneOf(readFaults, plan, random());
  switch (fault) {
    case 'serverError':
      return { fault, status: drawServerError(random) };
    case 'slow':
      return { fault, ms: plan.slowMs ?? 5_000 };
    case 'throttled':
      return { fault, retryAfter: plan.retryAfter ?? drawPresentRetryAfter(random) };
    default:
      return { fault };
  }
}

/** A status that says nothing about what was done. */
export function drawServerError(random: () => number): number {
  return drawFrom([500, 502, 504], random);
}

/** Rates for GET of the participants. */
export const rosterFaults = [
  /** An empty list on a live call. */
  'empty',
  /** The list as it was before its last change. */
  'stale',
] as const;
export type RosterFault = (typeof rosterFaults)[number];

/** Decides on one reading of a roster. */
export function rosterFault(
  plan: Rates<RosterFault> = {},
  random: () => number,
): RosterFault | null {
  return oneOf(rosterFaults, plan, random());
}
