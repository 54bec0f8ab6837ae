import { describe, expect, test } from 'vitest';
import { readOptions, UsageError } from '../../torture/options.ts';

const read = (text: string) => readOptions(text.split(' ').filter(Boolean), ['brokenThing']);

describe('the command line', () => {
  test('decides everything by itself when nothing is said', () => {
    expect(read('')).toEqual({
      ...{ seed: 1, invites: 100, json: false, keep: false },
      ...{ faults: undefined, kills: undefined, lengthMs: undefined },
      ...{ broken: undefined, list: undefined },
    });
  });

  test('takes seed, invites, faults, kills and minutes', () => {
    const text =
      '--seed 7 --invites 20 --faults drop,linkLate --kills 3 --minutes 1.5 --json --keep';
    expect(read(text)).toMatchObject({
      ...{ seed: 7, invites: 20, faults: ['drop', 'linkLate'], kills: 3, lengthMs: 90_000 },
      ...{ json: true, keep: true },
    });
  });

  test('takes no faults, no kills, and a broken product', () => {
    const text = '--faults none --no-kills --broken brokenThing';
    expect(read(text)).toMatchObject({ faults: [], kills: 0, broken: 'brokenThing' });
  });

  test('lists what it knows', () => {
    expect(read('--faults list').list).toBe('faults');
    expect(read('--broken list').list).toBe('broken');
  });

  test.each([
    ['--seed x', '--seed must be a whole number of at least 0, not x.'],
    ['--invites 0', '--invites must be a whole number of at least 1, not 0.'],
    ['--kills -1', 'kills'],
    ['--kills 1.5', '--kills must be a whole number of at least 0, not 1.5.'],
    ['--kills 1 --no-kills', '--kills and --no-kills exclude each other.'],
    ['--minutes soon', '--minutes must be a number above 0 and at most 1440, not soon.'],
    ['--faults drop,nonsense', '--faults does not know nonsense; --faults list shows the names.'],
    ['--broken nonsense', '--broken does not know nonsense; --broken list shows the names.'],
    ['--what', '--what'],
    ['more', 'more'],
  ])('refuses %s and says why', (text, why) => {
    const reading = () => read(text);
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(why);
  });
});
