import { expect, test } from 'vitest';
import { deckOf, diceOf } from '../../torture/dice.ts';

test('dice of one seed and label fall the same way, others otherwise', () => {
  const thrown = (seed: number, label: string) => {
    const dice = diceOf(seed, label);
    return Array.from({ length: 20 }, () => dice.between(0, 1_000));
  };
  expect(thrown(1, 'a')).toEqual(thrown(1, 'a'));
  expect(thrown(1, 'a')).not.toEqual(thrown(2, 'a'));
  expect(thrown(1, 'a')).not.toEqual(thrown(1, 'b'));
});

test('a number lies between its bounds, and reaches both', () => {
  const dice = diceOf(1, 'bounds');
  const thrown = new Set(Array.from({ length: 200 }, () => dice.between(3, 6)));
  expect(thrown).toEqual(new Set([3, 4, 5, 6]));
});

test('an id looks like a GUID', () => {
  const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(diceOf(1, 'id').id()).toMatch(guid);
});

test('a deck deals every card before any comes again, in another order each time', () => {
  const cards = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const next = deckOf(diceOf(1, 'deck'), cards);
  const rounds = Array.from({ length: 4 }, () => cards.map(() => next() ?? ''));
  for (const round of rounds) expect([...round].sort()).toEqual(cards);
  expect(new Set(rounds.map((round) => round.join(''))).size).toBe(4);
});

test('no cards deal nothing', () => {
  expect(deckOf<string>(diceOf(1, 'none'), [])()).toBeUndefined();
});
