import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatest, median, percentile, sum, tally } from '../../../bench/support/statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('a percentile', () => {
  it('is the nearest rank', () => {
    expect(percentile(oneToHundred, 0.5)).toBe(50);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile(oneToHundred, 1)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('compares numbers and not their texts', () => {
    expect(percentile([9, 10, 100], 0.5)).toBe(10);
  });

  it('is 0 of no values', () => {
    expect(percentile([], 0.99)).toBe(0);
  });

  it('has at least its share of the values at or below it, and less than that below', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, share) => {
        const found = percentile(list, share);
        const upTo = list.filter((value) => value <= found).length;
        const below = list.filter((value) => value < found).length;
        expect(upTo).toBeGreaterThanOrEqual(share * list.length);
        expect(below).toBeLessThan(share * list.length);
      }),
    );
  });
});

describe('a median', () => {
  it('is the middle value, or lies between the two in the middle', () => {
    expect(median([30, 1, 2])).toBe(2);
    expect(median([1, 2, 30, 4])).toBe(3);
    expect(median([])).toBe(0);
  });
});

describe('greatest, sum and tally', () => {
  it('take more values than a call takes arguments', () => {
    const many = Array.from({ length: 300_000 }, (_, index) => index);
    expect(greatest(many)).toBe(299_999);
    expect(sum(many)).toBe((299_999 * 300_000) / 2);
  });

  it('keep negative values', () => {
    expect(greatest([-3, -2])).toBe(-2);
    expect(greatest([])).toBe(0);
  });

  it('count equal values together', () => {
    expect(tally(['202', '503', '202'])).toEqual({ '202': 2, '503': 1 });
  });
});
