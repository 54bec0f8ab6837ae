import { setTimeout as pause } from 'node:timers/promises';

const pauseMs = 500;

/**
 * Tries again, as callers of the client and Graph's notifications do, until it is done or its time is over.
 * @param deadline on the clock of `performance.now()`
 * @returns how often it had failed before
 */
export async function untilDone(deadline: number, work: () => Promise<unknown>): Promise<number> {
  for (let failures = 0; ; failures += 1) {
    try {
      await work();
      return failures;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(pauseMs);
    }
  }
}
