import { describe, expect, test } from 'vitest';
import { judgeAudit, readAudit, type Advisory } from '../../../tools/audit.mjs';

const lockfile = {
  packages: {
    'node_modules/parser': {},
    'node_modules/runner': { dev: true },
    'node_modules/a/node_modules/both': { dev: true },
    'node_modules/both': {},
  },
};

/** The shape that npm 7 and later write, with names and advisories of our own. */
function entry(name: string, severity: string, nodes: string[], id = `GHSA-${name}`) {
  const url = `https://github.com/advisories/${id}`;
  const via = [{ source: 1, name, dependency: name, title: `${name} is weak`, url, severity }];
  return { name, severity, isDirect: false, via, effects: ['dependent'], range: '<2', nodes };
}

const dependent = {
  ...{ name: 'dependent', severity: 'high', isDirect: true, via: ['parser'], effects: [] },
  nodes: ['node_modules/dependent'],
};

function report(...entries: { name: string }[]): string {
  const vulnerabilities = Object.fromEntries(entries.map((one) => [one.name, one]));
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });
}

const parser: Advisory = {
  ...{ id: 'GHSA-parser', package: 'parser', severity: 'high', title: 'parser is weak' },
  production: true,
};
const today = '2026-11-21';
const exception = {
  ...{ advisory: 'GHSA-parser', package: 'parser', reason: 'never given input of others' },
  expires: '2026-12-31',
};

describe('a report', () => {
  test('gives each advisory once, with where it is installed', () => {
    const runner = entry('runner', 'critical', ['node_modules/runner']);
    const both = entry('both', 'low', ['node_modules/a/node_modules/both', 'node_modules/both']);
    const text = report(entry('parser', 'high', ['node_modules/parser']), dependent, runner, both);
    expect(readAudit(text, lockfile)).toEqual({
      advisories: [
        parser,
        {
          ...parser,
          id: 'GHSA-runner',
          package: 'runner',
          severity: 'critical',
          title: 'runner is weak',
          production: false,
        },
        { ...parser, id: 'GHSA-both', package: 'both', severity: 'low', title: 'both is weak' },
      ],
    });
  });

  test('without a finding is a report', () => {
    expect(readAudit(report(), lockfile)).toEqual({ advisories: [] });
  });

  test.each([
    [
      'a registry without the service',
      { message: '405 Method Not Allowed', error: { summary: '', detail: '' } },
      '405 Method Not Allowed',
    ],
    [
      'no network',
      {
        message: 'request failed',
        error: { code: 'ENOTFOUND', summary: 'no such host', detail: '' },
      },
      'no such host',
    ],
    [
      'an error of its own',
      { error: { code: 'ENOLOCK', summary: '', detail: '' } },
      'npm gave no report',
    ],
    [
      'a form that we do not know',
      { auditReportVersion: 3, vulnerabilities: {} },
      'npm gave no report',
    ],
    ['no object', [], 'npm gave no report'],
  ])('of %s was not checked', (_what, value, notChecked) => {
    expect(readAudit(JSON.stringify(value), lockfile)).toEqual({ notChecked });
  });

  test.each(['', 'null', '7', '{"auditReportVersion":2', '<html>'])(
    'that reads %j was not checked',
    (text) => {
      expect(readAudit(text, lockfile)).toEqual({ notChecked: 'npm wrote no report' });
    },
  );
});

describe('the judgement', () => {
  test.each(['high', 'critical', 'unheard-of'])('fails at %s in production', (severity) => {
    const { failures } = judgeAudit([{ ...parser, severity }], [], today);
    expect(failures).toEqual([`${severity} GHSA-parser in parser (production): parser is weak`]);
  });

  test.each([
    ['info', true],
    ['low', true],
    ['moderate', true],
    ['critical', false],
  ])('lists %s where production is %j', (severity, production) => {
    const { failures, listed } = judgeAudit([{ ...parser, severity, production }], [], today);
    expect(failures).toEqual([]);
    expect(listed).toHaveLength(1);
  });

  test('lists what is excepted, and keeps failing at the rest', () => {
    const other = { ...parser, id: 'GHSA-other' };
    const { failures, listed } = judgeAudit([parser, other], [exception], today);
    expect(failures).toEqual([expect.stringContaining('GHSA-other')]);
    expect(listed).toEqual([expect.stringMatching(/GHSA-parser.*, excepted$/)]);
  });

  test('takes an exception for another package as none', () => {
    const { failures } = judgeAudit([parser], [{ ...exception, package: 'other' }], today);
    expect(failures).toHaveLength(1);
  });

  test.each([
    ['is expired', { expires: '2026-11-20' }, 'expired on 2026-11-20'],
    ['lasts too long', { expires: '2027-02-20' }, 'lasts longer than 90 days'],
    ['has no reason', { reason: ' ' }, 'needs an advisory'],
    ['has no end', { expires: undefined }, 'needs an advisory'],
    ['has no date', { expires: 'soon' }, 'needs a date'],
    ['has an impossible date', { expires: '2026-13-01' }, 'needs a date'],
  ])('fails at an exception that %s, needed or not', (_how, change, problem) => {
    const broken = [{ ...exception, ...change }];
    expect(judgeAudit([], broken, today).failures).toEqual([expect.stringContaining(problem)]);
    expect(judgeAudit([parser], broken, today).failures).toHaveLength(2);
  });

  test.each([null, {}, 'x'])('fails at exceptions that are %j', (exceptions) => {
    expect(judgeAudit([], exceptions, today).failures).toHaveLength(1);
  });

  test('allows an exception on its last day', () => {
    expect(judgeAudit([parser], [exception], exception.expires).failures).toEqual([]);
  });

  test('tells of an exception that is needed no more', () => {
    expect(judgeAudit([], [exception], today)).toEqual({
      failures: [],
      listed: ['the exception for GHSA-parser is needed no more'],
    });
  });
});
