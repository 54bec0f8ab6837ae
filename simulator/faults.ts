import type { CallFaultPlan } from './faults/calls.ts';
import type { DeliveryFaultPlan } from './faults/deliveries.ts';
import type { KeyFaultPlan } from './faults/keys.ts';
import type { PostFaultPlan } from './faults/posts.ts';
import type { Rates } from './faults/rates.ts';
import type { ReadFaultPlan, RosterFault } from './faults/reads.ts';

export { randomFor } from './faults/random.ts';

/** What goes wrong, and how often: rates from 0 (never) to 1 (always); times in milliseconds. */
export type FaultPlan = {
  readonly deliveries?: DeliveryFaultPlan | undefined;
  /** POSTs of invites that Graph would take. */
  readonly posts?: PostFaultPlan | undefined;
  /** GET of a call, its roster, a participant or an operation. */
  readonly reads?: ReadFaultPlan | undefined;
  /** What a roster that is read shows. */
  readonly rosters?: Rates<RosterFault> | undefined;
  /** Calls that end while an invite is under way. */
  readonly calls?: CallFaultPlan | undefined;
  /** The key set. In the plan of the simulator only: calls share it. */
  readonly keys?: KeyFaultPlan | undefined;
};
