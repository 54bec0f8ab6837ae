import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../bench/waiting/options.ts';
import { UsageError } from '../../../bench/support/options.ts';

describe('the options of the waiting benchmark', () => {
  it('measure three sizes of the cache with 1,000 invites by default', () => {
    expect(readOptions([])).toEqual({
      invites: 1_000,
      inFlight: 100,
      caches: ['default', 1000, 100],
      seed: 1,
      write: false,
    });
  });

  it('take the 10,000 invites of the budget with --full, and the size that a worker has by itself', () => {
    expect(readOptions(['--full'])).toMatchObject({ invites: 10_000, caches: ['default'] });
  });

  it('take each size of the cache once, in the order in which it was given', () => {
    const { caches } = readOptions(['--cache', '50, default,0,50']);
    expect(caches).toEqual([50, 'default', 0]);
  });

  it('have fewer invites in flight where there are few', () => {
    expect(readOptions(['--invites', '40']).inFlight).toBe(8);
  });

  it.each([
    [['--invites', '19']],
    [['--invites', '20001']],
    [['--cache', '']],
    [['--cache', '10,many']],
    [['--cache', '1.5']],
    [['--in-flight', '1']],
    [['--invites', '40', '--in-flight', '21']],
    [['--rounds', '3']],
  ])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
