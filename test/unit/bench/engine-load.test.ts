import { describe, expect, it } from 'vitest';
import { measureLoad } from '../../../bench/engine/measure-load.ts';
import type { RunningVariant } from '../../../bench/engine/run-variant.ts';
import { naive } from '../../../bench/engine/variants.ts';

const invite = (inviteId: string) => ({ callId: 'call-1', inviteId, personId: 'person-1' });
const load = { invites: [invite('a'), invite('b')], concurrency: 1 };

/** Both invites joined within 100 ms; only those in `posts` were posted. */
function variantWith(posts: Readonly<Record<string, number>>): RunningVariant {
  const times = [
    { inviteId: 'a', startedAt: 1_000, endedAt: 1_100 },
    { inviteId: 'b', startedAt: 1_100, endedAt: 1_200 },
  ];
  return {
    ...{ variant: naive, serverPid: 0, wrong: () => [], stop: () => Promise.resolve() },
    posts: new Map(Object.entries(posts)),
    toldAt: new Map(Object.entries(posts)),
    drive: () => Promise.resolve({ ms: 200, invites: times, failures: {} }),
    histories: () =>
      Promise.resolve({
        ...{ events: 1, workflowTasks: 1, firstTaskP99: 1, otherTasksP99: 1, activitiesP99: 1 },
      }),
    endRegisters: () => Promise.resolve(),
    workerUsage: () => Promise.resolve({ cpuMs: 0 }),
    callerUsage: () => Promise.resolve({ cpuMs: 0 }),
  };
}

describe('a measured load', () => {
  it('counts what joined after a POST of its own', async () => {
    const measured = await measureLoad(variantWith({ a: 1_020, b: 1_130 }), load);
    expect(measured.perSecond).toBe(10);
    expect(measured.toPost).toMatchObject({ p50: 20, p99: 30 });
    expect(measured.fromNotification).toMatchObject({ p50: 70, p99: 80 });
    expect(measured.failures).toEqual({});
  });

  it('has a failure for what attached to an earlier run, and no speed of it', async () => {
    const measured = await measureLoad(variantWith({ a: 1_020, b: 500 }), load);
    expect(measured.perSecond).toBe(5);
    expect(measured.toResult).toMatchObject({ p50: 100, p99: 100 });
    expect(measured.failures).toEqual({ 'joined without a POST in this load': 1 });
  });

  it('has no percentiles when nothing joined', async () => {
    const measured = await measureLoad(variantWith({}), load);
    expect(measured.toResult.p50).toBeNaN();
  });
});
