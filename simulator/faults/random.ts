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

/** What the decisions about one call are counted by. */
export type Counted = {
  /** 1 for the first call of the simulator. */
  readonly ordinal: number;
  /** How many decisions of each kind there were. */
  readonly counts: Map<string, number>;
};

/** The number of one more decision of a kind on a call, from 1. */
export function nextCount({ counts }: Counted, kind: string): number {
  const count = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, count);
  return count;
}

/** Random numbers for the next decision of a kind on a call. */
export function nextRandom(seed: number, call: Counted, kind: string): () => number {
  return randomFor(seed, `${kind} ${call.ordinal} ${nextCount(call, kind)}`);
}
