import { expect, it } from 'vitest';
import { countTests } from '../../../tools/test-count.mjs';

function report(...files: (readonly string[] | 'does not load')[]) {
  return {
    testResults: files.map((statuses) =>
      statuses === 'does not load'
        ? { status: 'failed', assertionResults: [] }
        : {
            status: statuses.includes('failed') ? 'failed' : 'passed',
            assertionResults: statuses.map((status) => ({ status })),
          },
    ),
  };
}

it.each([
  ['all passed', report(['passed', 'passed'], ['passed']), 0, '3 passed, 0 failed', 0],
  ['one failed', report(['passed', 'failed']), 1, '1 passed, 1 failed', 1],
  ['a file does not load', report(['passed'], 'does not load'), 1, '1 passed, 1 failed', 1],
  [
    'tests are skipped',
    report(['passed', 'skipped', 'todo']),
    0,
    '1 passed, 0 failed, 2 skipped',
    1,
  ],
  [
    'a failed test and a file that does not load',
    report(['failed'], 'does not load'),
    1,
    '0 passed, 2 failed',
    1,
  ],
  ['an error outside of tests', report(['passed']), 1, '1 passed, 1 failed', 1],
  ['no tests', report(), 0, '0 passed, 1 failed', 1],
  ['no report', undefined, 1, '0 passed, 1 failed', 1],
  ['no report but success', undefined, 0, '0 passed, 1 failed', 1],
  ['a report of another form', { testResults: 'none' }, 0, '0 passed, 1 failed', 1],
])('counts: %s', (_what, given, runnerCode, line, code) => {
  expect(countTests(given, runnerCode)).toEqual({ line, code, unchecked: [] });
});

it('passes over what a machine need not have, and says so', () => {
  const skipped = (fullName: string) => ({ status: 'skipped', fullName });
  const assertionResults = [
    { status: 'passed', fullName: 'a' },
    skipped('the UI (needs Chromium) shows a'),
    skipped('the UI (needs Chromium) shows b'),
    skipped('c (needs Go)'),
  ];
  expect(countTests({ testResults: [{ status: 'passed', assertionResults }] }, 0)).toEqual({
    line: '1 passed, 0 failed',
    code: 0,
    unchecked: [
      'NOT CHECKED: 2 tests need Chromium, which is not here',
      'NOT CHECKED: 1 test needs Go, which is not here',
    ],
  });
});

it('does not pass over other skipped tests beside them', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'a' },
    { status: 'skipped', fullName: 'b (needs Go)' },
    { status: 'skipped', fullName: 'c' },
  ];
  expect(countTests({ testResults: [{ status: 'passed', assertionResults }] }, 0)).toMatchObject({
    line: '1 passed, 0 failed, 1 skipped',
    code: 1,
  });
});
