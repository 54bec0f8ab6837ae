import type { Rates } from './rates.ts';

/** What can happen to a notification, each on its own. */
export const deliveryFaults = [
  /** Never sent. */
  'drop',
  /** Sent twice, both with the same original message id. */
  'duplicate',
  /** Held until a later one of its call was sent, at most `reorderMs`. */
  'reorder',
  /** Sent `delayMs` later; those behind it wait. */
  'delay',
  /** Sent `lateMs` later; those behind it do not wait. */
  'late',
  /** Sent once more, `repeatMs` after it was accepted or given up, with a fresh token and new message ids. */
  'repeat',
  /** Ill-formed and foreign items stand before and after its own. */
  'badNeighbours',
  /** `contradictMs` after a completion was accepted, another one says the opposite. */
  'contradict',
  /** The end of a replaced original call is true but never sent. */
  'forgetTeardown',
] as const;
export type DeliveryFault = (typeof deliveryFaults)[number];

/** In milliseconds. */
const defaultTimes = {
  reorderMs: 500,
  delayMs: 500,
  lateMs: 5_000,
  repeatMs: 5_000,
  contradictMs: 100,
};

export const deliveryTimes = [
  'reorderMs',
  'delayMs',
  'lateMs',
  'repeatMs',
  'contradictMs',
] as const satisfies readonly (keyof typeof defaultTimes)[];

export type DeliveryFaultPlan = Rates<DeliveryFault> &
  Readonly<Partial<Record<(typeof deliveryTimes)[number], number | undefined>>>;

/** What is to happen to one delivery. */
export type DeliveryDecision = {
  readonly drop: boolean;
  readonly duplicate: boolean;
  readonly badNeighbours: boolean;
  /** When it is sent: in its turn, after a wait in its turn, when it was overtaken, or later on its own. */
  readonly turn: 'now' | 'delay' | 'reorder' | 'late';
  /** How long it waits, for `reorder` at most. */
  readonly waitMs: number;
  /** After how long it is sent once more, or null. */
  readonly repeatMs: number | null;
};

/** Decides on one delivery. `random` is called once for each kind of fault, in a fixed order. */
export function decideDelivery(
  plan: DeliveryFaultPlan = {},
  random: () => number,
): DeliveryDecision {
  const happens = (rate = 0): boolean => random() < rate;
  const drop = happens(plan.drop);
  const duplicate = happens(plan.duplicate);
  const reorder = happens(plan.reorder);
  const delay = happens(plan.delay);
  const late = happens(plan.late);
  const repeats = happens(plan.repeat);
  const badNeighbours = happens(plan.badNeighbours);
  const turn = turnOf({ late, reorder, delay });
  const waitMs = turn === 'now' ? 0 : timeOf(plan, `${turn}Ms`);
  const repeatMs = repeats ? timeOf(plan, 'repeatMs') : null;
  return { drop, duplicate, badNeighbours, turn, waitMs, repeatMs };
}

/** How long after the completion the contradiction of an operation comes, or null when none does. */
export function decideContradiction(
  plan: DeliveryFaultPlan = {},
  random: () => number,
): number | null {
  return random() < (plan.contradict ?? 0) ? timeOf(plan, 'contradictMs') : null;
}

/** Whether the end of a replaced call is kept quiet. */
export function decideSilence(plan: DeliveryFaultPlan = {}, random: () => number): boolean {
  return random() < (plan.forgetTeardown ?? 0);
}

/** Where several were drawn, the one that waits longest for itself. */
function turnOf(drawn: Readonly<Record<'late' | 'reorder' | 'delay', boolean>>) {
  if (drawn.late) return 'late';
  if (drawn.reorder) return 'reorder';
  return drawn.delay ? 'delay' : 'now';
}

function timeOf(plan: DeliveryFaultPlan, name: (typeof deliveryTimes)[number]): number {
  return plan[name] ?? defaultTimes[name];
}
