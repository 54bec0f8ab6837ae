import { describe, expect, test } from 'vitest';
import { createReadiness } from '../../../worker/readiness.ts';

const polling = {
  runState: 'RUNNING',
  workflowPollerState: 'POLLING',
  activityPollerState: 'POLLING',
} as const;

function given({ status = polling, answers = true }: { status?: object; answers?: boolean } = {}) {
  const world = { at: 0, asked: 0, answers, isSilent: false };
  const isReady = createReadiness({
    status: () => ({ ...polling, ...status }),
    askTemporal: () => {
      world.asked += 1;
      if (world.isSilent) return new Promise(() => undefined);
      return world.answers ? Promise.resolve({}) : Promise.reject(new Error('away'));
    },
    now: () => world.at,
  });
  return { world, isReady };
}

describe('a worker', () => {
  test('is ready when it runs, polls, and Temporal answers', async () => {
    expect(await given().isReady()).toBe(true);
  });

  test.each([
    { runState: 'DRAINING' },
    { runState: 'STOPPED' },
    { workflowPollerState: 'FAILED' },
    { activityPollerState: 'SHUTDOWN' },
  ])('is not ready as %o, and asks nobody', async (status) => {
    const { world, isReady } = given({ status });
    expect(await isReady()).toBe(false);
    expect(world.asked).toBe(0);
  });

  test('is not ready before Temporal has answered once', async () => {
    expect(await given({ answers: false }).isReady()).toBe(false);
  });

  test('stays ready through one lost answer, not through 15 s without any', async () => {
    const { world, isReady } = given();
    expect(await isReady()).toBe(true);
    world.answers = false;
    world.at = 10_000;
    expect(await isReady()).toBe(true);
    world.at = 15_000;
    expect(await isReady()).toBe(false);
    world.answers = true;
    expect(await isReady()).toBe(true);
  });

  test('that answered lately is ready at once, however long the next answer takes', async () => {
    const { world, isReady } = given();
    await isReady();
    world.at = 10_000;
    world.isSilent = true;
    expect(await isReady()).toBe(true);
    expect(world.asked).toBe(2);
  });

  test('asks once for many who look, and not again within 5 s', async () => {
    const { world, isReady } = given();
    await Promise.all([isReady(), isReady(), isReady()]);
    world.at = 5_000;
    await isReady();
    expect(world.asked).toBe(1);
    world.at = 5_001;
    await isReady();
    expect(world.asked).toBe(2);
  });
});
