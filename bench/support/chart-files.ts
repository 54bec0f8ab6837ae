import type { BenchReport, Chart } from './report.ts';

/** Beside the report; `index` counts the charts of the part from 0. */
export function chartFile(benchmark: string, part: string, index: number): string {
  return `${benchmark}-${part.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${index + 1}.svg`;
}

/** Every chart of the report with the name of its file. */
export function chartFiles({ benchmark, parts }: BenchReport): { name: string; chart: Chart }[] {
  return parts.flatMap(({ part, charts = [] }) =>
    charts.map((chart, index) => ({ name: chartFile(benchmark, part, index), chart })),
  );
}
