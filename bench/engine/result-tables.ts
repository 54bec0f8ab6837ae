import type { Chart, Table } from '../support/report.ts';
import { rounded } from '../support/rounded.ts';
import { median } from '../support/statistics.ts';
import type { Result } from './alternate.ts';
import type { Of } from './compare.ts';

interface Shown {
  readonly title: string;
  readonly unit: string;
  readonly of: Of;
}

/** A row for each load, a column for each variant: the median of the rounds, with the least and the most of them. */
export function resultTable(results: readonly Result[], { title, unit, of }: Shown): Table {
  const names = namesOf(results);
  const rows = groups(results);
  return {
    title: `${title} (${unit})`,
    head: ['load', ...names],
    rows: [...rows].map(([load, group]) => [
      load,
      ...names.map((name) => valueOf(group, name, of)),
    ]),
  };
}

/** The same as bars, of the loads with one invite for each call. */
export function resultChart(
  results: readonly Result[],
  { title, unit, of }: Shown,
  scale?: Chart['scale'],
): Chart {
  const single = results.filter(({ perCall }) => perCall === 1);
  const labels = [...new Set(single.map(({ concurrency }) => concurrency))];
  return {
    ...{ title, unit, ...(scale && { scale }) },
    labels: labels.map((concurrency) => `${concurrency} at once`),
    series: namesOf(single).map((name) => ({
      name,
      values: labels.map((concurrency) =>
        medianOf(
          single.find(
            (result) => result.variant.name === name && result.concurrency === concurrency,
          ),
          of,
        ),
      ),
    })),
  };
}

function groups(results: readonly Result[]): Map<string, readonly Result[]> {
  const loads = [...new Set(results.map(loadOf))];
  return new Map(loads.map((load) => [load, results.filter((one) => loadOf(one) === load)]));
}

function namesOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ variant }) => variant.name))];
}

function loadOf({ concurrency, perCall }: Result): string {
  return `${concurrency} at once, ${perCall} per call`;
}

function valueOf(group: readonly Result[], name: string, of: Of): string {
  const values = group.find(({ variant }) => variant.name === name)?.rounds.map(of) ?? [];
  const spread = values.length > 1 ? ` (${least(values)} to ${most(values)})` : '';
  return `${rounded(median(values))}${spread}`;
}

function least(values: readonly number[]): string {
  return rounded(Math.min(...values));
}

function most(values: readonly number[]): string {
  return rounded(Math.max(...values));
}

function medianOf(result: Result | undefined, of: Of): number {
  return median((result?.rounds ?? []).map(of));
}
