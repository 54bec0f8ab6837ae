import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { committedReport } from '../../../bench/support/committed-report.ts';
import { comparisonLines } from '../../../bench/support/compare-lines.ts';
import { compareReports } from '../../../bench/support/compare-reports.ts';
import { reportOnDisk } from '../../../bench/support/report-on-disk.ts';
import { ReportSchema, type StoredReport } from '../../../bench/support/report-schema.ts';
import { tellChanges } from '../../../bench/support/tell-changes.ts';

type Part = StoredReport['parts'][number];
type Verdict = Part['verdicts'][number];

const root = fileURLToPath(new URL('../../../', import.meta.url));

function figure(what: string, unit: string, ...values: number[]): Part['figures'][number] {
  return { what, unit, values };
}

function verdict(what: string, value: number, met: boolean): Verdict {
  return { what, unit: 'ms', bound: 'atMost', limit: 100, value, met, marginPercent: 0 };
}

function part(name: string, figures: Part['figures'], verdicts: Verdict[] = []): Part {
  return { part: name, figures, verdicts, wrong: [] };
}

function report(parts: Part[], over: Partial<StoredReport> = {}): StoredReport {
  const machine = { cores: 2, cpu: 'Some Processor', node: 'v20.20.0', revision: 'abc' };
  const settings = { rounds: 3, seed: 1, write: false };
  return {
    benchmark: 'some',
    at: '2026-11-21T12:00:00.000Z',
    machine,
    settings,
    parts,
    ...over,
  };
}

const markedIn = (then: StoredReport, now: StoredReport) =>
  compareReports(then, now)
    .changes.filter(({ marked }) => marked)
    .map(({ now: { what } }) => what);

describe('a change since the committed report', () => {
  const then = report([part('a', [figure('rate', '/s', 100, 110, 120)])]);

  it.each([
    { values: [140, 150, 160], marked: ['rate'], why: 'is far, and beyond all rounds' },
    { values: [60, 70, 80], marked: ['rate'], why: 'is far below all rounds' },
    { values: [115, 150, 160], marked: [], why: 'is far, but within the spread of the rounds' },
    { values: [121, 122, 123], marked: [], why: 'is beyond all rounds, but small' },
  ])('is marked or not when it $why', ({ values, marked }) => {
    const now = report([part('a', [figure('rate', '/s', ...values)])]);
    expect(markedIn(then, now)).toEqual(marked);
  });

  it('is told in percent of the medians', () => {
    const now = report([part('a', [figure('rate', '/s', 140, 165, 170)])]);
    expect(compareReports(then, now).changes).toMatchObject([{ percent: 50 }]);
  });

  it('is marked when something was nothing before', () => {
    const counts = (...values: number[]) => report([part('a', [figure('lost', '', ...values)])]);
    expect(compareReports(counts(0, 0), counts(1, 2)).changes).toMatchObject([
      { percent: null, marked: true },
    ]);
    expect(markedIn(counts(0, 0), counts(0, 0))).toEqual([]);
  });

  it('is marked when a budget is missed that was met, however small it is', () => {
    const before = report([part('a', [], [verdict('p99', 99, true)])]);
    const now = report([part('a', [], [verdict('p99', 101, false)])]);
    expect(markedIn(before, now)).toEqual(['p99']);
    expect(comparisonLines(compareReports(before, now))[1]).toMatch(/budget: p99 .* now missed$/);
  });

  it('of a budget is as sure as the rounds of its figure', () => {
    const of = (...values: [number, number, number]) =>
      report([
        part('a', [figure('slowest of all', 'ms', ...values)], [verdict('p99', values[1], true)]),
      ]);
    expect(markedIn(of(10, 20, 40), of(10, 30, 40))).toEqual([]);
    expect(markedIn(of(19, 20, 21), of(29, 30, 31))).toEqual(['slowest of all', 'p99']);
  });

  it('is told once where a figure has the name and value of the budget', () => {
    const of = (value: number) =>
      report([part('a', [figure('p99', 'ms', value)], [verdict('p99', value, true)])]);
    expect(compareReports(of(20), of(30)).changes).toHaveLength(1);
  });

  it('stands before smaller ones, and before all that are not marked', () => {
    const now = report([
      part('a', [figure('noisy', 'ms', 5, 90, 95), figure('b', 'ms', 13), figure('c', 'ms', 14)]),
    ]);
    const before = report([
      part('a', [figure('noisy', 'ms', 9, 10, 96), figure('b', 'ms', 10), figure('c', 'ms', 10)]),
    ]);
    const { changes } = compareReports(before, now);
    expect(changes.map(({ now: { what } }) => what)).toEqual(['c', 'b', 'noisy']);
  });
});

describe('a comparison of two reports', () => {
  const figures = [figure('ratio', '×', 1), figure('time', 'ms', 5), figure('count', '', 3)];

  it('keeps to ratios, shares and counts on another machine, and says so first', () => {
    const machine = { cores: 8, cpu: 'Some Processor', node: 'v20.20.0' };
    const now = report([part('a', figures)], { machine });
    const comparison = compareReports(report([part('a', figures)]), now);
    expect(comparison.changes.map(({ now: { what } }) => what)).toEqual(['ratio', 'count']);
    expect(comparisonLines(comparison)[1]).toBe(
      '  Another machine, so that only ratios, shares and counts are compared: cores 2 → 8',
    );
  });

  it('names what is new and what is gone, but nothing of parts that were not run', () => {
    const then = report([
      part('a', [figure('old', 'ms', 1)]),
      part('b', [figure('other', 'ms', 1)]),
    ]);
    const lines = comparisonLines(
      compareReports(then, report([part('a', [figure('young', 'ms', 1)])])),
    );
    expect(lines.slice(-3)).toEqual(['  Not run now: b', '  New: a: young', '  Gone: a: old']);
  });

  it('names settings that differ, but not where the report went', () => {
    const settings = { rounds: 1, seed: 1, write: true };
    const { settings: told } = compareReports(report([]), report([], { settings }));
    expect(told).toEqual(['rounds 3 → 1']);
  });

  it('leaves out what has no value', () => {
    const values = [null];
    const empty = report([part('a', [{ what: 'time', unit: 'ms', values }])]);
    expect(compareReports(empty, report([part('a', [figure('time', 'ms', 1)])])).changes).toEqual(
      [],
    );
  });

  it('is short when little changed, and whole on demand', () => {
    const many = (value: number) =>
      report([
        part(
          'a',
          Array.from({ length: 30 }, (_, index) => figure(`f${index}`, 'ms', value)),
        ),
      ]);
    const little = compareReports(many(100), many(101));
    expect(comparisonLines(little)).toHaveLength(2);
    expect(comparisonLines(little, { all: true })).toHaveLength(32);
    const much = comparisonLines(compareReports(many(100), many(200)));
    expect(much).toHaveLength(15);
    expect(much[1]).toMatch(/^ {2}! {2}a {2}f0 +100 → 200 ms {2}\+100 %$/);
    expect(much).toContain('  and 18 more');
  });
});

describe('the committed report', () => {
  it('is read also in the form that it had before charts and titles', () => {
    const text = readFileSync(`${root}docs/benchmarks/webhooks.json`, 'utf8');
    const older = ReportSchema.parse(JSON.parse(text));
    expect(compareReports(older, older).changes.length).toBeGreaterThan(50);
    expect(markedIn(older, older)).toEqual([]);
  });

  it('that is not there, or cannot be compared, fails nothing', () => {
    expect(tellChanges({ then: undefined, now: report([]) })).toEqual([
      'some: no committed report to compare with.',
    ]);
    expect(tellChanges({ then: report([]), now: { parts: 'none' } })).toEqual([
      expect.stringMatching(/^This run could not be compared/),
    ]);
  });

  it('is found by the name of its benchmark', async () => {
    expect((await committedReport(root, 'webhooks'))?.benchmark).toBe('webhooks');
    expect(await committedReport(root, 'unheard-of')).toBeUndefined();
    expect((await reportOnDisk(root, 'webhooks'))?.parts.length).toBeGreaterThan(0);
  });
});
