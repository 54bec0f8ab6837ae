import { describe, expect, test } from 'vitest';
import { fittingCache, workerTuning } from '../../../worker/tuning.ts';

const mebibyte = 2 ** 20;

describe('the sizes of a worker', () => {
  test('are 500 cached workflows, and fewer where Node has a small heap', () => {
    expect(fittingCache(4_144 * mebibyte)).toBe(500);
    expect(fittingCache(1_100 * mebibyte)).toBe(500);
    expect(fittingCache(512 * mebibyte)).toBe(182);
    expect(fittingCache(100 * mebibyte)).toBe(10);
  });

  test('have two pollers for each five workflow tasks, and two at least', () => {
    const pollersFor = (workflowTasks: number) =>
      workerTuning({ workflowTasks }).workflowTaskPollerBehavior;
    expect(pollersFor(100)).toEqual({ type: 'simple-maximum', maximum: 40 });
    expect(pollersFor(2)).toEqual({ type: 'simple-maximum', maximum: 2 });
  });
});
