import { columns } from '../support/columns.ts';
import { limitText, verdictText, withUnit } from '../support/verdict-text.ts';
import type { Ran } from './run-one.ts';

/** All budgets of all benchmarks in one table, and what was not as it must be. */
export function summaryLines(runs: readonly Ran[]): string[] {
  const budgets = runs.flatMap(budgetsOf);
  const met = budgets.filter((budget) => budget.met).length;
  return [
    ...columns([
      ['', 'benchmark', 'part', 'budget', 'measured', 'verdict'],
      ...budgets.map(({ cells }) => cells),
    ]),
    '',
    `${met} of ${budgets.length} budgets met.`,
    ...runs.flatMap(troubleOf),
  ];
}

/** 0 when every benchmark ran and found nothing wrong, whatever the budgets. */
export function exitCodeOf(runs: readonly Ran[]): 0 | 1 {
  return runs.every(({ code, report }) => code === 0 && report !== undefined) ? 0 : 1;
}

function budgetsOf({ name, report }: Ran) {
  const parts = report?.parts ?? [];
  return parts.flatMap(({ part, verdicts }) =>
    verdicts.map((verdict) => ({
      met: verdict.met,
      cells: [
        verdict.met ? ' ' : '!',
        name,
        part,
        limitText(verdict),
        verdict.value === null ? '–' : withUnit(verdict.value, verdict.unit),
        verdictText(verdict),
      ],
    })),
  );
}

function troubleOf({ name, code, report }: Ran): string[] {
  if (report === undefined) {
    return [`${name} could not run: ${code === null ? 'it was ended' : `exit code ${code}`}.`];
  }
  const wrong = report.parts.flatMap(({ part, wrong }) =>
    wrong.map((sentence) => `Wrong in ${name}, ${part}: ${sentence}`),
  );
  return code === 0 || wrong.length > 0 ? wrong : [`${name} failed: exit code ${String(code)}.`];
}
