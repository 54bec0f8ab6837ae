import { oneOf, type Rates } from './rates.ts';

/** How the end of a call can cross an accepted POST. */
export const callFaults = [
  /** Before the POST is executed: it is answered 404. */
  'endsOnPost',
  /** After people rang and before the POST is answered. */
  'endsBeforeAnswer',
  /** `endsAfterMs` after the POST, when its operation still runs. */
  'endsWhileRinging',
] as const;
export type CallFault = (typeof callFaults)[number];

/** Announced like every end of a call. */
export type CallFaultPlan = Rates<CallFault> & {
  /** Default 50. */
  readonly endsAfterMs?: number | undefined;
};

/** Decides with one POST on the end of its call. */
export function callFault(plan: CallFaultPlan = {}, random: () => number): CallFault | null {
  return oneOf(callFaults, plan, random());
}
