import { describe, expect, it } from 'vitest';
import { inLanes } from '../../../bench/support/in-lanes.ts';
import { cpuMsIn, cpuMsOf } from '../../../bench/support/process-cpu.ts';
import { untilDone } from '../../../bench/waiting/until-done.ts';

describe('the processor time of a process', () => {
  it('is its user and system time together, whatever it calls itself', () => {
    const stat = '42 (a (b) c 1 2 3) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 7 7 20 0 11 0 999';
    expect(cpuMsIn(stat)).toBe(3_000);
  });

  it('is unknown of a line that says too little, and of a process that is not there', () => {
    expect(cpuMsIn('42 (name) S 1')).toBeNull();
    expect(cpuMsIn('')).toBeNull();
    expect(cpuMsOf(2 ** 30)).toBeNull();
  });
});

describe('work in lanes', () => {
  it('does each once, so many at a time', async () => {
    const done: number[] = [];
    let busy = 0;
    let most = 0;
    await inLanes([1, 2, 3, 4, 5], 2, async (value) => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      done.push(value);
      busy -= 1;
    });
    expect(done).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('begins no other when one has failed', async () => {
    const begun: number[] = [];
    const work = inLanes([1, 2, 3, 4, 5, 6], 2, async (value) => {
      begun.push(value);
      await Promise.resolve();
      if (value === 2) throw new Error('two');
    });
    await expect(work).rejects.toThrow('two');
    expect(begun.length).toBeLessThan(6);
  });
});

describe('trying until it is done', () => {
  it('counts the failures before it', async () => {
    let tries = 0;
    const failures = await untilDone(performance.now() + 60_000, () => {
      tries += 1;
      return tries < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    expect(failures).toBe(1);
  });

  it('ends with the failure when the time is over', async () => {
    const failing = untilDone(performance.now() - 1, () => Promise.reject(new Error('still not')));
    await expect(failing).rejects.toThrow('still not');
  });
});
