import type { Chart } from './report.ts';

/** As a Mermaid chart, which GitHub and most readers of Markdown draw. Its bars have no legend, so the title names them. */
export function chartMarkdown({ title, unit, labels, series }: Chart): string[] {
  const names = series.map(({ name }) => name).join(', ');
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${title} (${names})"`,
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${unit}"`,
    ...series.map(({ values }) => `  bar [${values.map(short).join(', ')}]`),
    '```',
  ];
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
