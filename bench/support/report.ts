import type { Verdict } from './budget.ts';
import type { MachineFacts } from './machine.ts';

/** One measured thing, with its value in each round. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** Bars of one unit side by side, one group of them for each label. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  /** Linear from 0 without; logarithmic where the greatest value is more than some twenty times the least. */
  readonly scale?: 'logarithmic';
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** What is no figure with a spread: counts, settings, matrices. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one part found. */
export interface PartReport {
  /** Short, of the command line. */
  readonly part: string;
  readonly title: string;
  /** How it was measured, and what else to know of the figures: one sentence each. */
  readonly circumstances: readonly string[];
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
  readonly charts?: readonly Chart[];
  readonly tables?: readonly Table[];
  /** What must never be, whatever the load; each makes the run a failure. */
  readonly wrong: readonly string[];
}

export interface BenchReport {
  /** Name of the benchmark, and of the files of its report. */
  readonly benchmark: string;
  readonly title: string;
  /** ISO 8601. */
  readonly at: string;
  readonly machine: MachineFacts;
  /** As the command line gave them, `seed` among them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of the figures: how many rounds of which length, for people. */
  readonly rounds: string;
  readonly parts: readonly PartReport[];
}
