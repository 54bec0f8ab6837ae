import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  postOptions,
  readingOptions,
  waitBeforePostingAgain,
} from '../../../workflows/policies.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const fault = fc.constantFrom('GraphNotSent', 'GraphThrottled');
const attempt = fc.integer({ min: 1, max: 2_000 });

describe('the wait before posting again', () => {
  test('is never shorter than Graph asked for, and in the first tries at most a fifth longer', () => {
    const asked = fc.integer({ min: 1, max: 3_600_000 });
    fc.assert(
      fc.property(fault, attempt, asked, random, (type, nth, retryAfterMs, luck) => {
        const waitMs = waitBeforePostingAgain(type, nth, retryAfterMs, luck);
        expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs);
        const most = nth > 10 ? Math.max(retryAfterMs, 300_000) : retryAfterMs;
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(most * 1.2));
      }),
    );
  });

  test('is spread over a fifth, so that many invites do not come back together', () => {
    const waits = [0, 0.25, 0.5, 0.75, 0.999].map((luck) =>
      waitBeforePostingAgain('GraphThrottled', 1, 10_000, luck),
    );
    expect(waits).toEqual([10_000, 10_500, 11_000, 11_500, 11_998]);
  });

  test('doubles from 2 s to 5 min when Graph throttles without saying for how long', () => {
    const waits = [1, 2, 3, 8, 9, 1_000].map((nth) =>
      waitBeforePostingAgain('GraphThrottled', nth, undefined, 0),
    );
    expect(waits).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
  });

  test('grows after ten tries even where Graph asks for next to none, so that histories stay short', () => {
    const waits = [10, 11, 13, 40].map((nth) =>
      waitBeforePostingAgain('GraphThrottled', nth, 1, 0),
    );
    expect(waits).toEqual([1, 2_000, 8_000, 300_000]);
  });

  test('is a finite time at any attempt', () => {
    fc.assert(
      fc.property(fault, attempt, random, (type, nth, luck) => {
        const waitMs = waitBeforePostingAgain(type, nth, undefined, luck);
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(360_000);
      }),
    );
  });
});

describe('the options of an activity', () => {
  test('give the POST a single attempt', () => {
    expect(postOptions(5_000, 'one')).toMatchObject({
      retry: { maximumAttempts: 1 },
      scheduleToStartTimeout: 5_000,
      summary: 'one',
    });
    expect(postOptions(-5, 'late').scheduleToStartTimeout).toBe(1);
  });

  test('bound all readings together by the time for asking Graph', () => {
    expect(readingOptions(60_000, 'roster').scheduleToCloseTimeout).toBe(60_000);
  });
});
