import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startPauseWatch, type PauseWatch } from '../../../worker/pause-watch.ts';

let now = { monotonic: 0, wall: 0 };
let watch: PauseWatch;

beforeEach(() => {
  vi.useFakeTimers();
  now = { monotonic: 1_000, wall: 1_700_000_000_000 };
  watch = startPauseWatch({ monotonic: () => now.monotonic, wall: () => now.wall });
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

/** Time in which the process runs, and time in which it does not. */
function run(seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    stand(1_000);
    vi.advanceTimersByTime(1_000);
  }
}

function stand(ms: number): void {
  now = { monotonic: now.monotonic + ms, wall: now.wall + ms };
}

describe('a pause of the process', () => {
  test('is none while it runs', () => {
    run(60);
    expect(watch.pausedRecently()).toBe(false);
  });

  test('is noticed by the first who asks, before any timer', () => {
    run(3);
    stand(90_000);
    expect(watch.pausedRecently()).toBe(true);
  });

  test('is noticed by the timer, and remembered for a few seconds', () => {
    run(3);
    stand(90_000);
    run(2);
    expect(watch.pausedRecently()).toBe(true);
    run(10);
    expect(watch.pausedRecently()).toBe(false);
  });

  test('is noticed when the machine slept and only the wall clock went on', () => {
    now = { ...now, wall: now.wall + 90_000 };
    expect(watch.pausedRecently()).toBe(true);
  });

  test('is no busy second, and no wall clock that is set back', () => {
    stand(3_000);
    expect(watch.pausedRecently()).toBe(false);
    now = { ...now, wall: now.wall - 3_600_000 };
    expect(watch.pausedRecently()).toBe(false);
  });
});
