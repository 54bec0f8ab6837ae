import { describe, expect, test } from 'vitest';
import { ControlInputError } from '../../../simulator/control-reader.ts';
import type { FaultPlan } from '../../../simulator/index.ts';
import { readCallFaultPlan, readFaultPlan } from '../../../simulator/read-fault-plan.ts';
import { startStage } from './receiver.ts';

const everything: FaultPlan = {
  deliveries: {
    drop: 0.1,
    duplicate: 0.1,
    reorder: 0.1,
    reorderMs: 1,
    delay: 0.1,
    delayMs: 1,
    late: 0.1,
    lateMs: 1,
    repeat: 0.1,
    repeatMs: 1,
    badNeighbours: 0.1,
    contradict: 0.1,
    contradictMs: 1,
    forgetTeardown: 0.1,
  },
  posts: {
    cutResponse: 0.1,
    cutRequest: 0.1,
    executedButTimedOut: 0.1,
    holdMs: 1,
    emptyAnswer: 0.1,
    truncatedAnswer: 0.1,
    htmlAnswer: 0.1,
    throttled: 0.1,
    retryAfter: 'absurd',
    throttledFirst: 3,
    unavailable: 0.1,
    serverError: 0.1,
    executedServerError: 0.1,
    unauthorized: 0.1,
    unauthorizedFirst: 2,
  },
  reads: { serverError: 0.1, cut: 0.1, slow: 0.1, slowMs: 1, throttled: 0.1, retryAfter: 'zero' },
  rosters: { empty: 0.5, stale: 0.5 },
  calls: { endsOnPost: 0.1, endsBeforeAnswer: 0.1, endsWhileRinging: 0.1, endsAfterMs: 1 },
  keys: { keySet: 'slow', slowMs: 1, rotateKeysEvery: 5 },
};

// Eleven tenths are too much for rates that share one draw.
const usable: FaultPlan = { ...everything, posts: { ...everything.posts, unauthorized: 0 } };

describe('a fault plan', () => {
  test('is taken over as it stands', () => {
    expect(readFaultPlan(usable)).toEqual(usable);
    expect(readFaultPlan({})).toEqual({});
  });

  test.each([
    [null, 'faults must be an object'],
    [{ post: {} }, 'faults has the unknown member post; known are deliveries, posts'],
    [{ posts: 1 }, 'faults.posts must be an object'],
    [{ posts: { throttle: 1 } }, 'faults.posts has the unknown member throttle'],
    [{ posts: { throttled: 1.5 } }, 'faults.posts.throttled must be a number from 0 to 1'],
    [{ posts: { throttledFirst: -1 } }, 'faults.posts.throttledFirst must be a whole number'],
    [{ posts: { retryAfter: '5' } }, 'faults.posts.retryAfter must be one of seconds, fraction'],
    [everything, 'must not be above 1'],
    [{ reads: { cut: 0.6, slow: 0.6 } }, 'faults.reads.serverError + cut + slow + throttled must'],
    [{ reads: { slowMs: -1 } }, 'faults.reads.slowMs must be a whole number from 0 to 3600000'],
    [{ rosters: { stale: 'often' } }, 'faults.rosters.stale must be a number from 0 to 1'],
    [{ calls: { endsOnPost: 1, endsBeforeAnswer: 1 } }, 'faults.calls.endsOnPost + '],
    [{ keys: { keySet: 'gone' } }, 'faults.keys.keySet must be one of normal, serverError'],
    [{ keys: { rotateKeysEvery: 0 } }, 'faults.keys.rotateKeysEvery must be a whole number from 1'],
    [{ deliveries: { lateMs: 0.5 } }, 'faults.deliveries.lateMs must be a whole number'],
  ])('%j is refused with the reason', (plan, message) => {
    expect(() => readFaultPlan(plan)).toThrow(ControlInputError);
    expect(() => readFaultPlan(plan)).toThrow(message);
  });

  test('of one call holds no keys, which calls share', () => {
    const { keys, ...own } = usable;
    expect(readCallFaultPlan(own)).toEqual(own);
    expect(() => readCallFaultPlan({ keys })).toThrow('holds for the whole simulator');
  });

  test('that cannot be used keeps a simulator from starting', async () => {
    const faults = { posts: { throttled: 2 } };
    await expect(startStage({ faults })).rejects.toThrow('faults.posts.throttled must be');
  });
});
