import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { linearAxis, logarithmicAxis } from '../../../bench/support/chart-axis.ts';
import { chartFile, chartFiles } from '../../../bench/support/chart-files.ts';
import { chartMarkdown } from '../../../bench/support/chart-markdown.ts';
import { chartSvg } from '../../../bench/support/chart-svg.ts';
import type { BenchReport, Chart } from '../../../bench/support/report.ts';

const benchmarks = fileURLToPath(new URL('../../../docs/benchmarks/', import.meta.url));

const chart: Chart = {
  title: 'Start to <result> & back',
  unit: 'ms',
  labels: ['one', 'many'],
  series: [
    { name: 'ours', values: [30, 600] },
    { name: 'naive', values: [60, 6_000] },
  ],
};

describe('a linear axis', () => {
  it.each([
    { values: [1.2, 0.35], ticks: [0, 0.5, 1, 1.5] },
    { values: [45, 3], ticks: [0, 10, 20, 30, 40, 50] },
    { values: [0], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    { values: [], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  ])('of $values has round numbers', ({ values, ticks }) => {
    expect(linearAxis(values).ticks).toEqual(ticks);
  });

  it('begins at 0 and holds the greatest value', () => {
    const { placeOf, ticks } = linearAxis([4_261, 3]);
    expect(placeOf(0)).toBe(0);
    expect(placeOf(4_261)).toBeCloseTo(4_261 / 5_000);
    expect(placeOf(ticks.at(-1) ?? NaN)).toBe(1);
  });
});

describe('a logarithmic axis', () => {
  it('gives each factor of ten the same length', () => {
    const { placeOf, ticks } = logarithmicAxis([30, 6_000]);
    expect(ticks).toEqual([10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]);
    expect(placeOf(10)).toBe(0);
    expect(placeOf(100)).toBeCloseTo(1 / 3);
    expect(placeOf(10_000)).toBe(1);
  });

  it('leaves the least value a bar that can be seen', () => {
    for (const least of [10, 11, 19, 20, 99]) {
      expect(logarithmicAxis([least, 9_000]).placeOf(least), `${least}`).toBeGreaterThan(0.05);
    }
  });

  it('has powers of ten only where more would not fit', () => {
    expect(logarithmicAxis([0.2, 6_000]).ticks).toEqual([0.1, 1, 10, 100, 1_000, 10_000]);
  });

  it('has no bar for nothing', () => {
    expect(logarithmicAxis([0, 100]).placeOf(0)).toBe(0);
    expect(logarithmicAxis([0]).placeOf(0)).toBe(0);
  });
});

describe('the picture of a chart', () => {
  const picture = chartSvg({ ...chart, scale: 'logarithmic' });
  const textsOf = (kind: string) =>
    [...picture.matchAll(new RegExp(`<text class="${kind}"[^>]*>([^<]*)<`, 'g'))].map(
      ([, words]) => words,
    );

  it('has a bar for each value of each series, with the value beside it', () => {
    expect(picture.match(/<rect class="s0"[^>]*height="15"/g)).toHaveLength(2);
    expect(picture.match(/<rect class="s1"[^>]*height="15"/g)).toHaveLength(2);
    expect(textsOf('value')).toEqual(['30', '60', '600', '6000']);
  });

  it('names labels, series and the unit', () => {
    expect(textsOf('label')).toEqual(['one', 'many']);
    expect(textsOf('name')).toEqual(['ours', 'naive']);
    expect(textsOf('tick').slice(0, 4)).toEqual(['10', '20', '50', '100']);
    expect(textsOf('tick').at(-1)).toBe('ms, logarithmic');
  });

  it('draws longer bars for greater values', () => {
    const widths = [...picture.matchAll(/width="([\d.]+)" height="15"/g)].map(([, width]) =>
      Number(width),
    );
    expect(widths).toEqual([...widths].sort((one, other) => one - other));
    expect(new Set(widths).size).toBe(4);
  });

  it('keeps words of a title from being read as markup', () => {
    expect(picture).toContain('>Start to &lt;result&gt; &amp; back</text>');
  });

  it('has no legend for one series, and says where a value is missing', () => {
    const lone = chartSvg({
      ...chart,
      labels: ['one', 'many', 'more'],
      series: chart.series.slice(0, 1),
    });
    expect(lone).not.toContain('class="name"');
    expect(lone).toContain('>–</text>');
  });

  it('loads and runs nothing', () => {
    expect(picture).not.toMatch(/<script|href|url\(|@import/);
  });
});

describe('the files of charts', () => {
  it('are named after benchmark, part and place', () => {
    expect(chartFile('engine', 'One call', 1)).toBe('engine-one-call-2.svg');
    const parts = [{ part: 'stub', charts: [chart, chart] }, { part: 'slow' }];
    const report = { benchmark: 'some', parts } as unknown as BenchReport;
    expect(chartFiles(report).map(({ name }) => name)).toEqual([
      'some-stub-1.svg',
      'some-stub-2.svg',
    ]);
  });

  it('are told in words where they are shown', () => {
    expect(chartMarkdown({ ...chart, title: 'Start [p50]' }, 'some-1.svg')).toBe(
      '![Start (p50), in ms: ours; naive; each for one; many](some-1.svg)',
    );
  });

  it('that are committed are shown by a report, and small', () => {
    const names = readdirSync(benchmarks);
    const shown = names
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(benchmarks + name, 'utf8'))
      .join('\n');
    for (const name of names.filter((one) => one.endsWith('.svg'))) {
      expect(shown).toContain(`](${name})`);
      expect(readFileSync(benchmarks + name).length).toBeLessThan(50_000);
    }
  });
});
