import { describe, expect, test } from 'vitest';
import { callFault } from '../../../simulator/faults/calls.ts';
import {
  decideContradiction,
  decideDelivery,
  decideSilence,
} from '../../../simulator/faults/deliveries.ts';
import { decidePost, isExecuted, postFaults } from '../../../simulator/faults/posts.ts';
import { nextRandom, randomFor } from '../../../simulator/faults/random.ts';
import { decideRead, rosterFault } from '../../../simulator/faults/reads.ts';
import { drawRetryAfter, retryAfterForms } from '../../../simulator/faults/retry-after.ts';

const draws = (count: number, kind = 'post') =>
  Array.from({ length: count }, (_, index) => randomFor(1, `${kind} 1 ${index}`));

describe('random numbers', () => {
  test('depend on the seed and the label alone', () => {
    const draw = (seed: number, label: string) => {
      const random = randomFor(seed, label);
      return [random(), random(), random()];
    };
    expect(draw(7, 'post 1 1')).toEqual(draw(7, 'post 1 1'));
    expect(draw(7, 'post 1 1')).not.toEqual(draw(8, 'post 1 1'));
    expect(draw(7, 'post 1 1')).not.toEqual(draw(7, 'post 1 2'));
  });

  test('of one call and kind are counted apart from the others', () => {
    const call = (ordinal: number) => ({ ordinal, counts: new Map<string, number>() });
    const [alone, busy] = [call(1), call(1)];
    const other = call(2);
    const first = [1, 2].map(() => nextRandom(3, alone, 'post')());
    const between = [1, 2].map(() => {
      nextRandom(3, busy, 'read roster');
      nextRandom(3, other, 'post');
      return nextRandom(3, busy, 'post')();
    });
    expect(between).toEqual(first);
    expect(nextRandom(3, call(2), 'post')()).not.toBe(first[0]);
  });

  test('are spread evenly enough for rates to hold', () => {
    const drawn = draws(4_000).map((random) => random());
    expect(drawn.every((one) => one >= 0 && one < 1)).toBe(true);
    const low = drawn.filter((one) => one < 0.25).length / drawn.length;
    expect(low).toBeGreaterThan(0.22);
    expect(low).toBeLessThan(0.28);
  });
});

describe('deliveries', () => {
  test('go out in their turn without a plan', () => {
    expect(decideDelivery({}, () => 0)).toEqual({
      drop: false,
      duplicate: false,
      badNeighbours: false,
      turn: 'now',
      waitMs: 0,
      repeatMs: null,
    });
    expect(decideContradiction({}, () => 0)).toBeNull();
    expect(decideSilence({}, () => 0)).toBe(false);
  });

  test('follow the rates, each fault on its own', () => {
    const plan = { drop: 0.5, duplicate: 0.3, repeat: 1, badNeighbours: 1 };
    expect(decideDelivery(plan, () => 0.4)).toMatchObject({
      drop: true,
      duplicate: false,
      repeatMs: 5_000,
      badNeighbours: true,
    });
  });

  test('wait for the longest of what was drawn', () => {
    const delay = { delay: 1, delayMs: 9 };
    const reorder = { ...delay, reorder: 1 };
    expect(decideDelivery(delay, () => 0)).toMatchObject({ turn: 'delay', waitMs: 9 });
    expect(decideDelivery(reorder, () => 0)).toMatchObject({ turn: 'reorder', waitMs: 500 });
    const late = { ...reorder, late: 1, lateMs: 70 };
    expect(decideDelivery(late, () => 0)).toMatchObject({ turn: 'late', waitMs: 70 });
  });

  test('contradict and keep quiet at their rate', () => {
    expect(decideContradiction({ contradict: 0.5 }, () => 0.4)).toBe(100);
    expect(decideContradiction({ contradict: 0.5 }, () => 0.6)).toBeNull();
    expect(decideSilence({ forgetTeardown: 0.5 }, () => 0.4)).toBe(true);
  });
});

describe('posts', () => {
  test('share one draw, so that the rates add up', () => {
    const plan = { cutResponse: 0.3, cutRequest: 0.3 };
    expect(decidePost(plan, 1, () => 0.2).fault).toBe('cutResponse');
    expect(decidePost(plan, 1, () => 0.5).fault).toBe('cutRequest');
    expect(decidePost(plan, 1, () => 0.7).fault).toBeNull();
    expect(decidePost({}, 1, () => 0).fault).toBeNull();
  });

  test('have certain faults from the first on, refused tokens before throttling', () => {
    const plan = { unauthorizedFirst: 1, throttledFirst: 2 };
    const seen = [1, 2, 3].map((nth) => decidePost(plan, nth, () => 0.9).fault);
    expect(seen).toEqual(['unauthorized', 'throttled', null]);
  });

  test('get every form of Retry-After, 503 never none', () => {
    const forms = (fault: 'throttled' | 'unavailable') =>
      new Set(draws(200).map((random) => decidePost({ [fault]: 1 }, 1, random).retryAfter));
    expect(forms('throttled')).toEqual(new Set(retryAfterForms));
    expect(forms('unavailable')).toEqual(
      new Set(retryAfterForms.filter((form) => form !== 'absent')),
    );
    const chosen = { unavailable: 1, retryAfter: 'absent' as const };
    expect(decidePost(chosen, 1, () => 0).retryAfter).toBe('absent');
  });

  test('get each of the three server errors', () => {
    const statuses = draws(60).map((random) => decidePost({ serverError: 1 }, 1, random).status);
    expect(new Set(statuses)).toEqual(new Set([500, 502, 504]));
  });

  test('are executed unless the fault keeps them off', () => {
    expect(postFaults.filter((fault) => !isExecuted(fault))).toEqual([
      'cutRequest',
      'throttled',
      'unavailable',
      'serverError',
      'unauthorized',
    ]);
    expect(isExecuted(null)).toBe(true);
  });
});

describe('reads, rosters and calls', () => {
  test('follow the rates, none without any', () => {
    expect(decideRead({ cut: 0.2, slow: 0.2, slowMs: 3 }, () => 0.3)).toEqual({
      fault: 'slow',
      ms: 3,
    });
    expect(decideRead({}, () => 0)).toEqual({ fault: null });
    expect(rosterFault({ empty: 0.2, stale: 0.2 }, () => 0.3)).toBe('stale');
    expect(rosterFault({}, () => 0)).toBeNull();
    expect(callFault({ endsOnPost: 0.2, endsWhileRinging: 0.2 }, () => 0.3)).toBe(
      'endsWhileRinging',
    );
    expect(callFault({}, () => 0)).toBeNull();
  });

  test('never get a 429 without a Retry-After, unless it is asked for', () => {
    const forms = draws(200).map((random) => decideRead({ throttled: 1 }, random));
    expect(forms).not.toContainEqual({ fault: 'throttled', retryAfter: 'absent' });
    expect(decideRead({ throttled: 1, retryAfter: 'absent' }, () => 0)).toEqual({
      fault: 'throttled',
      retryAfter: 'absent',
    });
  });
});

test('every form of Retry-After comes about equally often', () => {
  const counts = new Map<string, number>();
  for (const random of draws(800, 'form')) {
    const form = drawRetryAfter(random);
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  expect(counts.size).toBe(retryAfterForms.length);
  for (const count of counts.values()) expect(count).toBeGreaterThan(60);
});
