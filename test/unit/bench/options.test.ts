import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../bench/support/options.ts';
import { partNames, readOptions } from '../../../bench/webhooks/options.ts';

describe('the options of the webhook benchmark', () => {
  it('run every part for about three minutes by default', () => {
    expect(readOptions([])).toEqual({
      parts: partNames,
      seconds: 6,
      rounds: 3,
      realSeconds: 40,
      connections: 150,
      seed: 1,
      write: false,
    });
  });

  it('take the durations of the budgets with --full, and what is named beside it', () => {
    expect(readOptions(['--full'])).toMatchObject({ seconds: 20, realSeconds: 600 });
    expect(readOptions(['--full', '--seconds', '2'])).toMatchObject({
      seconds: 2,
      realSeconds: 600,
    });
  });

  it('count the long load in minutes', () => {
    expect(readOptions(['--minutes', '0.5']).realSeconds).toBe(30);
  });

  it('keep the order of the parts, whatever order they are named in', () => {
    expect(readOptions(['--only', 'slow, stub']).parts).toEqual(['stub', 'slow']);
  });

  it.each([
    [['--only', 'stub,nothing']],
    [['--only', '']],
    [['--seconds', '0']],
    [['--seconds', '']],
    [['--minutes', '1e9']],
    [['--rounds', '1.5']],
    [['--connections', '501']],
    [['--seed', 'x']],
    [['--unheard-of']],
    [['stub']],
  ])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
