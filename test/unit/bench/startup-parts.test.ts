import { describe, expect, test } from 'vitest';
import { firstTaskOf } from '../../../bench/startup/cut-history.ts';
import { readOptions } from '../../../bench/startup/options.ts';
import { residentMbIn } from '../../../bench/startup/used.ts';
import { codeWithoutMap } from '../../../bench/startup/without-map.ts';
import { UsageError } from '../../../bench/support/options.ts';

const event = (name: string) => ({ eventType: `EVENT_TYPE_${name}` });
const history = {
  events: [
    event('WORKFLOW_EXECUTION_STARTED'),
    event('WORKFLOW_TASK_SCHEDULED'),
    event('WORKFLOW_TASK_STARTED'),
    event('WORKFLOW_TASK_COMPLETED'),
    event('TIMER_STARTED'),
    event('ACTIVITY_TASK_SCHEDULED'),
    event('ACTIVITY_TASK_STARTED'),
    event('TIMER_STARTED'),
  ],
};

describe('the first task of a history', () => {
  test('ends with what it asked for', () => {
    expect(firstTaskOf(history, { withCommands: true }).events).toEqual(history.events.slice(0, 6));
  });

  test('can be cut to a task that asked for nothing', () => {
    expect(firstTaskOf(history, { withCommands: false }).events).toEqual(
      history.events.slice(0, 4),
    );
  });
});

test('a bundle is measured without the source map in its last line', () => {
  const map = '\n//# sourceMappingURL=data:application/json;base64,e30=';
  expect(codeWithoutMap(`a();\nb();${map}`)).toBe('a();\nb();');
  expect(codeWithoutMap('a();')).toBe('a();');
});

test('the memory of a process is read where the system tells it', () => {
  expect(residentMbIn('Name:\tnode\nVmHWM:\t  4096 kB\nVmRSS:\t  2048 kB\n')).toBe(2);
  expect(residentMbIn('Name:\tnode\n')).toBeNull();
});

describe('the command line of startup', () => {
  test('has a default for everything', () => {
    expect(readOptions([])).toEqual({
      parts: ['processes', 'imports', 'workflows', 'stack'],
      ...{ rounds: 3, loads: 400, seed: 1, write: false },
    });
  });

  test('is refused with what cannot be', () => {
    expect(() => readOptions(['--rounds', '0'])).toThrow(UsageError);
    expect(() => readOptions(['--only', 'everything'])).toThrow(/imports/);
    expect(() => readOptions(['--entries', '1'])).toThrow(UsageError);
  });
});
