import { describe, expect, it } from 'vitest';
import { watchStatus, type WatchOptions } from '../../../client/watch-status.ts';
import type { InvitePhase, InviteStatus } from '../../../contracts/types.ts';

/** An invite that shows these phases one after the other, and is over after so many looks. */
async function watched(
  phases: readonly InvitePhase[],
  { overAfter = Infinity, ...options }: WatchOptions & { overAfter?: number } = {},
): Promise<string[]> {
  let looks = 0;
  const status = (): Promise<InviteStatus> => {
    const phase = phases[Math.min(looks, phases.length - 1)] ?? 'done';
    looks += 1;
    return Promise.resolve({ phase });
  };
  const isOver = () => Promise.resolve(looks >= overAfter);
  const seen: string[] = [];
  for await (const { phase } of watchStatus({ status, isOver }, { pollMs: 1, ...options })) {
    seen.push(phase);
  }
  return seen;
}

describe('watchStatus', () => {
  it('yields each change once, and ends with done', async () => {
    const phases = [
      'posting',
      'awaitingOutcome',
      'awaitingOutcome',
      'awaitingRoster',
      'done',
    ] as const;
    expect(await watched(phases)).toEqual(['posting', 'awaitingOutcome', 'awaitingRoster', 'done']);
  });

  it('ends with a run that was terminated and never says done', async () => {
    expect(await watched(['posting', 'awaitingOutcome'], { overAfter: 3 })).toEqual([
      'posting',
      'awaitingOutcome',
    ]);
  });

  it('ends with the reason of an abort, also while it waits', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(watched(['posting'], { signal, pollMs: 60_000 })).rejects.toThrow(/abort/i);
  });
});
