import { columns } from './columns.ts';
import type { Change, Comparison } from './compare-reports.ts';
import type { Measured } from './measured-things.ts';
import { rounded } from './rounded.ts';
import { withUnit } from './verdict-text.ts';

const mostLines = 12;

interface Telling {
  /** Every change instead of the marked ones. */
  readonly all?: boolean;
}

/** A comparison for people. */
export function comparisonLines(comparison: Comparison, { all = false }: Telling = {}): string[] {
  const { benchmark, at, revision, machine, settings, changes } = comparison;
  const { partsLeftOut, added, removed } = comparison;
  const marked = changes.filter((change) => change.marked);
  const told = all ? changes : marked.slice(0, mostLines);
  return [
    `${benchmark}: compared with the committed report of ${at.slice(0, 10)}, revision ${revision ?? 'unknown'}`,
    ...listed('Another machine, so that only ratios, shares and counts are compared', machine),
    ...listed('Other settings', settings),
    ...columns(told.map(cellsOf)).map((line) => `  ${line}`),
    ...(marked.length > told.length ? [`  and ${marked.length - told.length} more`] : []),
    `  ${marked.length} of ${changes.length} changed (!): by more than 20 % and beyond the spread of their rounds, or a budget is met or missed as it was not before.`,
    ...listed('Not run now', partsLeftOut),
    ...listed('New', added.map(nameOf)),
    ...listed('Gone', removed.map(nameOf)),
  ];
}

function cellsOf({ then, now, percent, marked }: Change): string[] {
  return [
    marked ? '!' : ' ',
    now.part,
    now.budget === undefined ? now.what : `budget: ${now.what}`,
    `${rounded(then.value)} → ${withUnit(now.value, now.unit)}`,
    percent === null ? (then.value === now.value ? '' : 'from 0') : signed(percent),
    judgement(then, now),
  ];
}

function signed(percent: number): string {
  return `${percent > 0 ? '+' : ''}${rounded(percent)} %`;
}

/** Only of a budget it is known which way is the good one. */
function judgement({ value: was, budget: before }: Measured, { value, budget }: Measured): string {
  if (budget === undefined || value === was) return '';
  if (before?.met !== budget.met) return budget.met ? 'now met' : 'now missed';
  return value > was === (budget.bound === 'atLeast') ? 'better' : 'worse';
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostLines ? `, and ${names.length - mostLines} more` : '';
  return [`  ${what}: ${names.slice(0, mostLines).join(', ')}${more}`];
}

function nameOf({ part, what, budget }: Measured): string {
  return `${part}: ${what}${budget === undefined ? '' : ' (budget)'}`;
}
