import { randomFor } from '../../simulator/faults.ts';

/** Seeded decisions: the same seed and label give the same ones, whatever other dice are thrown. */
export interface Dice {
  /** True in this share of throws, from 0 to 1. */
  chance(share: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
  shuffled<Value>(values: readonly Value[]): Value[];
  /** In the form of a GUID. */
  id(): string;
}

export function diceOf(seed: number, label: string): Dice {
  const random = randomFor(seed, label);
  const between = (least: number, most: number) =>
    least + Math.floor(random() * (most - least + 1));
  return {
    between,
    chance: (share) => random() < share,
    pick: (values) => values[between(0, values.length - 1)] ?? values[0],
    shuffled: (values) => {
      const sorted = values.map((value) => ({ value, key: random() }));
      return sorted.sort((one, other) => one.key - other.key).map(({ value }) => value);
    },
    id: () => {
      const digits = Array.from({ length: 32 }, () => between(0, 15).toString(16)).join('');
      return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
    },
  };
}

/**
 * Deals every card once before any comes again, each time in another order: so everything occurs as soon as enough was
 * dealt, which rates alone never promise. Nothing is dealt from no cards.
 */
export function deckOf<Card>(dice: Dice, cards: readonly Card[]): () => Card | undefined {
  let left: Card[] = [];
  return () => {
    if (left.length === 0) left = dice.shuffled(cards);
    return left.pop();
  };
}
