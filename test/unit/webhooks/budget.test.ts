import { expect, it } from 'vitest';
import { createBudget } from '../../../webhooks/back-pressure.ts';

it('a place that is held again after it was given back is taken and given back once more', () => {
  const budget = createBudget({ requests: 1, bodyBytes: 100 });
  const place = budget.reserve(60);
  if (typeof place === 'string') throw new Error(place);
  place.hold()();
  place.resize(80);
  const letGo = place.hold();
  expect(budget.reserve(1)).toBe('requestsUnderWay');
  letGo();
  const next = budget.reserve(100);
  expect(typeof next).toBe('object');
  expect(budget.reserve(1)).toBe('requestsUnderWay');
});
