import type { Figure } from '../../support/report.ts';
import type { RoundFindings } from '../measure-round.ts';

type Value = (round: RoundFindings) => number | null;

/** One figure for each size of the cache, where there is one. */
export function byCache(
  rounds: readonly RoundFindings[],
  { what, unit }: Pick<Figure, 'what' | 'unit'>,
  value: Value,
): Figure[] {
  return rounds.flatMap((round) => {
    const found = value(round);
    return found === null ? [] : [{ what: named(round, what), unit, values: [found] }];
  });
}

export function named({ cache }: RoundFindings, what: string): string {
  return `cache ${cache}: ${what}`;
}

/** A cell of a table; a dash where there is nothing. */
export function cell(value: number | null, digits = 0): string {
  return value === null ? '–' : value.toFixed(digits);
}
