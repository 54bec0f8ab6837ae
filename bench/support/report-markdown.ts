import type { Verdict } from './budget.ts';
import type { BenchReport, Figure, PartReport } from './report.ts';
import { chartFile } from './chart-files.ts';
import { chartMarkdown } from './chart-markdown.ts';
import { rounded } from './rounded.ts';
import { median } from './statistics.ts';
import { limitText, verdictText, withUnit } from './verdict-text.ts';

/** The report for people: what was measured, where, and which budgets were met. */
export function reportMarkdown(report: BenchReport): string {
  const verdicts = report.parts.flatMap((part) =>
    part.verdicts.map((verdict) => ({ part: part.part, verdict })),
  );
  return [
    `# ${report.title}`,
    '',
    `Written by \`npm run bench -- ${report.benchmark} --write\`; the same figures, round by round, are in [${report.benchmark}.json](${report.benchmark}.json).`,
    '',
    ...machineLines(report),
    '',
    '## Budgets',
    '',
    ...table(
      ['part', 'budget', 'measured', 'verdict'],
      verdicts.map(({ part, verdict }) => [
        part,
        limitText(verdict),
        withUnit(verdict.value, verdict.unit),
        said(verdict),
      ]),
    ),
    ...report.parts.flatMap((part) => partLines(report.benchmark, part)),
    '',
  ].join('\n');
}

function machineLines({ at, machine, settings, rounds }: BenchReport): string[] {
  const { cores, cpu, memoryGib, node, os, loadBefore, revision } = machine;
  return [
    `- When: ${at}, revision ${revision ?? 'unknown'}, seed ${String(settings['seed'])}`,
    `- Machine: ${cores} cores (${cpu}), ${memoryGib} GiB of memory, ${os}, Node ${node}`,
    `- Load average before: ${loadBefore.join(', ')}`,
    `- Rounds: ${rounds}; figures are medians, with the least and the most of all rounds`,
  ];
}

function partLines(benchmark: string, report: PartReport): string[] {
  const { part, title, circumstances, figures, wrong, charts = [], tables = [] } = report;
  return [
    '',
    `## ${part}: ${title}`,
    '',
    ...circumstances.map((sentence) => `- ${sentence}`),
    ...wrong.map((sentence) => `- **Wrong**: ${sentence}`),
    '',
    ...charts.flatMap((chart, index) => [
      chartMarkdown(chart, chartFile(benchmark, part, index)),
      '',
    ]),
    ...tables.flatMap(({ title: what, head, rows }) => [
      `**${what}**`,
      '',
      ...table(head, rows),
      '',
    ]),
    ...table(['figure', 'median', 'least', 'most', 'unit'], figures.map(figureRow)),
  ];
}

function figureRow({ what, unit, values }: Figure): string[] {
  const shown = [median(values), Math.min(...values), Math.max(...values)];
  return [what, ...(values.length === 0 ? ['–', '–', '–'] : shown.map(rounded)), unit];
}

function said(verdict: Verdict): string {
  return verdictText(verdict).replace(/^missed/, '**missed**');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
