import { randomFor } from '../../simulator/faults.ts';

/** Seeded choices: the same seed and label give the same ones. */
export interface Random {
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  pick<Value>(values: readonly Value[]): Value;
  guid(): string;
}

export function randomOf(seed: number, label: string): Random {
  const next = randomFor(seed, label);
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('');
  return {
    below,
    pick: (values) => {
      const [value] = values.slice(below(values.length));
      if (value === undefined) throw new Error('There is nothing to pick from.');
      return value;
    },
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
