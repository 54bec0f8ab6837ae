import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acceptedOptions } from '../../../bench/all/accepted-options.ts';
import { benchmarkNames } from '../../../bench/all/benchmark-names.ts';
import { readOptions } from '../../../bench/all/options.ts';
import type { Ran } from '../../../bench/all/run-one.ts';
import { exitCodeOf, summaryLines } from '../../../bench/all/summary.ts';
import { takeJsonOption } from '../../../bench/support/json-option.ts';
import { UsageError } from '../../../bench/support/options.ts';
import type { StoredReport } from '../../../bench/support/report-schema.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const names = ['costs', 'engine', 'webhooks'];

function helpOf(...name: string[]): string {
  const args = ['tools/run.mjs', 'bench', ...name, '--help'];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

describe('the benchmarks', () => {
  it('are those that have a main.ts, but for the one that runs all', () => {
    expect(benchmarkNames(root)).toContain('webhooks');
    expect(benchmarkNames(root)).not.toContain('support');
    expect(benchmarkNames(root)).not.toContain('all');
  });

  it.each(benchmarkNames(root))('have a help of their own: %s', (name) => {
    expect(helpOf()).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(helpOf(name)).toMatch(new RegExp(`^npm run bench -- ${name} `));
  });
});

describe('the options of all benchmarks', () => {
  it('reach the benchmarks that take them', async () => {
    const passedOn = [['--full'], ['--unheard-of'], ['--rounds', '2']];
    expect(await acceptedOptions(root, 'webhooks', passedOn)).toEqual([
      ['--full'],
      ['--rounds', '2'],
    ]);
  });

  it.each(benchmarkNames(root))('that write and seed reach %s', async (name) => {
    const passedOn = [['--write'], ['--seed', '2']];
    expect(await acceptedOptions(root, name, passedOn)).toEqual(passedOn);
  });

  it('run all of them with their own settings by default', () => {
    expect(readOptions([], names)).toEqual({ names, full: false, changes: false, passedOn: [] });
  });

  it('are passed on to each', () => {
    const args = ['--seed', '7', '--write', '--rounds', '2', '--full'];
    expect(readOptions(args, names)).toMatchObject({
      full: true,
      passedOn: [['--full'], ['--write'], ['--rounds', '2'], ['--seed', '7']],
    });
  });

  it('choose some', () => {
    expect(readOptions(['--only', 'webhooks,costs'], names).names).toEqual(['costs', 'webhooks']);
  });

  it.each([[['--only', 'none']], [['--rounds', '0']], [['--seed', 'x']], [['--unheard-of']]])(
    'refuse %j before anything runs',
    (args) => {
      expect(() => readOptions(args, names)).toThrow(UsageError);
    },
  );
});

describe('the option --json of every benchmark', () => {
  it('is taken off the command line', () => {
    expect(takeJsonOption(['--seed', '1', '--json', 'out.json', '--full'])).toEqual({
      jsonFile: 'out.json',
      rest: ['--seed', '1', '--full'],
    });
    expect(takeJsonOption(['--full'])).toEqual({ jsonFile: undefined, rest: ['--full'] });
  });

  it.each([[['--json']], [['--json', '--full']]])('needs a file: %j', (args) => {
    expect(() => takeJsonOption(args)).toThrow(UsageError);
  });
});

describe('the end of a run of all benchmarks', () => {
  const rate = { what: 'rate', unit: '/s', bound: 'atLeast', limit: 100 } as const;
  const report = (wrong: string[]): StoredReport => ({
    benchmark: 'engine',
    at: '2026-11-21T12:00:00.000Z',
    machine: { cores: 2, cpu: 'Some Processor', node: 'v20.20.0' },
    settings: {},
    parts: [
      {
        part: 'one',
        figures: [],
        verdicts: [
          { ...rate, value: 150, met: true, marginPercent: 50 },
          { ...rate, value: 75, met: false, marginPercent: -25 },
        ],
        wrong,
      },
    ],
  });
  const ran: Ran = { name: 'engine', code: 0, seconds: 5, report: report([]) };

  it('has every budget in one table, and a mark for each missed one', () => {
    const lines = summaryLines([ran]);
    expect(lines).toContain('   engine     one   rate ≥ 100 /s  150 /s    met, 50 % to spare');
    expect(lines).toContain('!  engine     one   rate ≥ 100 /s  75 /s     missed by 25 %');
    expect(lines).toContain('1 of 2 budgets met.');
  });

  it('is a success when all ran, budgets met or not', () => {
    expect(exitCodeOf([ran])).toBe(0);
  });

  it.each<{ run: Ran; said: string }>([
    { run: { name: 'a', code: 1, seconds: 1 }, said: 'a could not run: exit code 1.' },
    { run: { name: 'a', code: null, seconds: 1 }, said: 'a could not run: it was ended.' },
    { run: { ...ran, code: 1 }, said: 'engine failed: exit code 1.' },
    {
      run: { ...ran, code: 1, report: report(['One got 500.']) },
      said: 'Wrong in engine, one: One got 500.',
    },
  ])('is a failure and says: $said', ({ run, said }) => {
    expect(summaryLines([ran, run])).toContain(said);
    expect(exitCodeOf([ran, run])).toBe(1);
  });
});
