/** docs/performance.md names every benchmark, and each of its budgets is one that the report beside it has. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benchmarkNames } from '../../../bench/all/benchmark-names.ts';
import { reportOnDisk, reportPath } from '../../../bench/support/report-on-disk.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(`${root}docs/performance.md`, 'utf8');
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

const bounds = { '≥': 'atLeast', '≤': 'atMost' } as const;
const budgets = [...section('Budgets').matchAll(/^\| (.+?) +\| (.+?) +\| \[(\w+)\]/gm)].flatMap(
  ([, what = '', limits = '', benchmark = '']) =>
    [...limits.matchAll(/([≥≤]) ([\d.]+) ?([^\s,|]*)/g)].map(
      ([, sign = '≤', limit, unit = '']) => ({
        what,
        benchmark,
        bound: bounds[sign as '≥' | '≤'],
        limit: Number(limit),
        unit: unit === 'and' ? '' : unit,
      }),
    ),
);

test('every benchmark stands in its table', () => {
  const named = [...section('Measuring').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(named).toEqual(benchmarkNames(root));
});

test('the page has all budgets', () => {
  expect(budgets.length).toBeGreaterThan(12);
});

// Of a report that is not there links.test.ts complains.
test.each(budgets.filter(({ benchmark }) => existsSync(root + reportPath(benchmark))))(
  '$what: $bound $limit $unit is a budget of $benchmark',
  async (budget) => {
    const { benchmark, bound, limit, unit } = budget;
    const report = await reportOnDisk(root, benchmark);
    const verdicts = report?.parts.flatMap((part) => part.verdicts) ?? [];
    expect(
      verdicts.filter(
        (verdict) => verdict.bound === bound && verdict.limit === limit && verdict.unit === unit,
      ),
    ).not.toEqual([]);
  },
);
