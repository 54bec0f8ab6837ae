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
] as const;
export type PostFault = (typeof postFaults)[number];

/** Rates from 0 (never) to 1 (always); times in milliseconds. */
export type FaultPlan = {
  readonly deliveries?:
    | {
        /** Never sent. */
        readonly drop?: number | undefined;
        /** Sent twice, both with the same original message id. */
        readonly duplicate?: number | undefined;
        /** Held until a later one of its call was sent, at most `reorderMs` (500). */
        readonly reorder?: number | undefined;
        readonly reorderMs?: number | undefined;
        /** Sent `delayMs` (500) later; those behind it wait. */
        readonly delay?: number | undefined;
        readonly delayMs?: number | undefined;
      }
    | undefined;
  readonly posts?:
    | (Readonly<Partial<Record<PostFault, number>>> & {
        /** For `executedButTimedOut`; default 60,000. */
        readonly holdMs?: number | undefined;
      })
    | undefined;
  /** GET of the participants. */
  readonly rosters?:
    | {
        /** An empty list on a live call. */
        readonly empty?: number | undefined;
        /** The list as it was before its last change. */
        readonly stale?: number | undefined;
      }
    | undefined;
};

/** What is to happen to one delivery. */
export type DeliveryFault = {
  readonly drop: boolean;
  readonly duplicate: boolean;
  /** Milliseconds to wait in line. */
  readonly delayMs: number;
  /** How long to wait at most for being overtaken, or null to keep the order. */
  readonly reorderMs: number | null;
};

/** Decides on one delivery. `random` is called once for each kind of fault, in a fixed order. */
export function deliveryFault(plan: FaultPlan, random: () => number): DeliveryFault {
  const rates = plan.deliveries ?? {};
  const drop = random() < (rates.drop ?? 0);
  const duplicate = random() < (rates.duplicate ?? 0);
  const reorder = random() < (rates.reorder ?? 0);
  const delay = random() < (rates.delay ?? 0);
  return {
    drop,
    duplicate,
    delayMs: delay ? (rates.delayMs ?? 500) : 0,
    reorderMs: reorder ? (rates.reorderMs ?? 500) : null,
  };
}

/** Decides on one POST; the rates share one draw, so that they add up. */
export function postFault(plan: FaultPlan, random: () => number): PostFault | null {
  const drawn = random();
  let sum = 0;
  for (const fault of postFaults) {
    sum += plan.posts?.[fault] ?? 0;
    if (drawn < sum) return fault;
  }
  return null;
}

/** Decides on one reading of a roster. */
export function rosterFault(plan: FaultPlan, random: () => number): 'empty' | 'stale' | null {
  const drawn = random();
  const empty = plan.rosters?.empty ?? 0;
  if (drawn < empty) return 'empty';
  return drawn < empty + (plan.rosters?.stale ?? 0) ? 'stale' : null;
}

/**
 * Random numbers in [0, 1) for one decision. They depend on the seed and the label alone, so what happens on one
 * call never shifts the faults of another, whatever the timing. Mixing and steps: FNV-1a, then mulberry32.
 */
export function randomFor(seed: number, label: string): () => number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of label) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
