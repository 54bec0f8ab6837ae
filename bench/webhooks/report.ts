import type { Verdict } from './budget.ts';
import type { MachineFacts } from './machine.ts';
import type { BenchOptions, PartName } from './options.ts';

/** One measured thing, with its value in each round. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** What one part found. */
export interface PartReport {
  readonly part: PartName;
  readonly title: string;
  /** How it was measured, and what else to know of the figures: one sentence each. */
  readonly circumstances: readonly string[];
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
  /** Answers that must never be given, whatever the load; each makes the run a failure. */
  readonly wrong: readonly string[];
}

export interface BenchReport {
  readonly benchmark: 'webhooks';
  /** ISO 8601. */
  readonly at: string;
  readonly machine: MachineFacts;
  readonly settings: BenchOptions;
  readonly parts: readonly PartReport[];
}
