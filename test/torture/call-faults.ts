import type { FaultPlan, Oddity, Variant } from '../../simulator/index.ts';
import type { Dice } from './dice.ts';

/** What goes wrong around one call: shares and times for the simulator, and the form of its notifications. */
export interface CallFaults {
  readonly plan: FaultPlan;
  readonly variant?: Variant;
  readonly oddities?: readonly Oddity[];
}

/** Asking happens when news are missing: a fault of readings is nothing without it. */
const newsMissing = { deliveries: { drop: 0.5 } };

const draws = {
  drop: (dice) => ({ deliveries: { drop: share(dice) } }),
  duplicate: (dice) => ({ deliveries: { duplicate: share(dice) } }),
  reorder: (dice) => ({
    deliveries: { reorder: share(dice), reorderMs: dice.between(300, 1_500) },
  }),
  delay: (dice) => ({ deliveries: { delay: share(dice), delayMs: dice.between(200, 1_500) } }),
  late: (dice) => ({ deliveries: { late: share(dice), lateMs: dice.between(1_000, 10_000) } }),
  repeat: (dice) => ({ deliveries: { repeat: share(dice), repeatMs: dice.between(300, 5_000) } }),
  badNeighbours: (dice) => ({ deliveries: { badNeighbours: share(dice) } }),
  contradict: (dice) => ({ deliveries: { contradict: 1, contradictMs: dice.between(20, 500) } }),
  forgetTeardown: () => ({ deliveries: { forgetTeardown: 1 } }),

  cutResponse: (dice) => ({ posts: { cutResponse: share(dice) } }),
  cutRequest: (dice) => ({ posts: { cutRequest: share(dice) } }),
  executedButTimedOut: (dice) => ({
    // Either the connection breaks soon, or the worker's own 15 s for a request run out.
    posts: { executedButTimedOut: share(dice), holdMs: dice.pick([500, 2_000, 20_000]) },
  }),
  emptyAnswer: (dice) => ({ posts: { emptyAnswer: share(dice) } }),
  truncatedAnswer: (dice) => ({ posts: { truncatedAnswer: share(dice) } }),
  htmlAnswer: (dice) => ({ posts: { htmlAnswer: share(dice) } }),
  throttled: (dice) => ({ posts: { throttled: share(dice) } }),
  throttleStorm: (dice) => ({
    posts: { throttledFirst: dice.between(2, 6), retryAfter: dice.pick(['seconds', 'fraction']) },
  }),
  unavailable: (dice) => ({ posts: { unavailable: share(dice) } }),
  serverError: (dice) => ({ posts: { serverError: share(dice) } }),
  executedServerError: (dice) => ({ posts: { executedServerError: share(dice) } }),
  unauthorized: (dice) => ({ posts: { unauthorized: share(dice) } }),
  firstUnauthorized: () => ({ posts: { unauthorizedFirst: 1 } }),

  readServerError: (dice) => ({ ...newsMissing, reads: { serverError: share(dice) } }),
  readCut: (dice) => ({ ...newsMissing, reads: { cut: share(dice) } }),
  readSlow: (dice) => ({
    ...newsMissing,
    reads: { slow: share(dice), slowMs: dice.between(500, 6_000) },
  }),
  readThrottled: (dice) => ({ ...newsMissing, reads: { throttled: share(dice) } }),
  emptyRoster: (dice) => ({ ...newsMissing, rosters: { empty: share(dice) } }),
  staleRoster: (dice) => ({ ...newsMissing, rosters: { stale: share(dice) } }),

  endsOnPost: (dice) => ({ calls: { endsOnPost: share(dice) } }),
  endsBeforeAnswer: (dice) => ({ calls: { endsBeforeAnswer: share(dice) } }),
  endsWhileRinging: (dice) => ({
    calls: { endsWhileRinging: share(dice), endsAfterMs: dice.between(20, 1_500) },
  }),
} as const satisfies Record<string, (dice: Dice) => FaultPlan>;

type DrawnFault = keyof typeof draws;
export type CallFaultName = DrawnFault | 'oddities';

const drawnFaults = Object.keys(draws).filter((name): name is DrawnFault => name in draws);

/** Faults of Graph and of what it sends, as `--faults` names them. */
export const callFaultNames: readonly CallFaultName[] = [...drawnFaults, 'oddities'];

/** Those that go well with any other: what comes by notification, and what is read. */
export const newsFaultNames = [
  ...(['drop', 'duplicate', 'reorder', 'delay', 'late', 'repeat'] as const),
  ...(['badNeighbours', 'oddities'] as const),
] as const satisfies readonly CallFaultName[];
export const readingFaultNames = [
  ...(['readServerError', 'readCut', 'readSlow', 'readThrottled'] as const),
  ...(['emptyRoster', 'staleRoster'] as const),
] as const satisfies readonly CallFaultName[];

/** Draws how bad each of these faults is. */
export function drawCallFaults(
  names: readonly CallFaultName[],
  dice: Dice,
  nextOddity: () => Oddity | undefined,
): CallFaults {
  const plans = names.filter((name) => name !== 'oddities').map((name) => draws[name](dice));
  const plan = plans.reduce<FaultPlan>(merged, {});
  return names.includes('oddities') ? { plan, ...drawOddities(dice, nextOddity) } : { plan };
}

function merged(one: FaultPlan, other: FaultPlan): FaultPlan {
  const deliveries = { ...one.deliveries, ...other.deliveries };
  return { ...one, ...other, ...(Object.keys(deliveries).length > 0 && { deliveries }) };
}

/** Sometimes what a version of the published page shows, else a few single ones. */
function drawOddities(dice: Dice, nextOddity: () => Oddity | undefined): Omit<CallFaults, 'plan'> {
  if (dice.chance(0.25)) return { variant: dice.pick(['2018', '2019', '2021']) };
  const drawn = Array.from({ length: dice.between(1, 4) }, nextOddity);
  return { oddities: drawn.filter((one) => one !== undefined) };
}

/** Sometimes, mostly, always. */
function share(dice: Dice): number {
  return dice.pick([0.3, 0.7, 1]);
}
