import { describe, expect, it } from 'vitest';
import { watchStatus, type WatchOptions } from '../../../client/watch-status.ts';
import type { InvitePhase, InviteStatus } from '../../../contracts/types.ts';

/** An invite that shows these phases one after the other, something new at each look, and is over after so many. */
async function watched(
  phases: readonly InvitePhase[],
  { overAfter = Infinity, ...options }: WatchOptions & { overAfter?: number } = {},
): Promise<string[]> {
  let looks = 0;
  const look = () => {
    looks += 1;
    return Promise.resolve({ isOver: looks > overAfter, version: `${looks}` });
  };
  const status = (): Promise<InviteStatus> =>
    Promise.resolve({ phase: phases[Math.min(looks, phases.length) - 1] ?? 'done' });
  const seen: string[] = [];
  for await (const { phase } of watchStatus({ look, status }, { pollMs: 1, ...options })) {
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

  it('asks for the status only when something happened to the run', async () => {
    const versions = ['run-1 3', 'run-1 3', 'run-1 5', 'run-1 5', 'run-2 5'];
    let looks = 0;
    let asked = 0;
    const look = () => {
      const version = versions[looks] ?? 'run-2 9';
      looks += 1;
      return Promise.resolve({ isOver: version === 'run-2 9', version });
    };
    const status = (): Promise<InviteStatus> => {
      asked += 1;
      return Promise.resolve({ phase: 'awaitingOutcome' });
    };
    const seen: InviteStatus[] = [];
    for await (const one of watchStatus({ look, status }, { pollMs: 1 })) seen.push(one);
    expect(looks).toBe(6);
    expect(asked).toBe(4);
    expect(seen).toEqual([{ phase: 'awaitingOutcome' }]);
  });
});
