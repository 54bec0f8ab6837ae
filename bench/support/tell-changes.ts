import { comparisonLines } from './compare-lines.ts';
import { compareReports } from './compare-reports.ts';
import { ReportSchema, type StoredReport } from './report-schema.ts';

interface Told {
  /** The committed report; undefined when there is none. */
  readonly then: StoredReport | undefined;
  /** The new one, as it is written in its JSON. */
  readonly now: unknown;
  /** Every change instead of the marked ones. */
  readonly all?: boolean;
}

/** How a report differs from the committed one, for people. Never throws: what was measured counts, whatever it is compared with. */
export function tellChanges({ then, now: written, all = false }: Told): string[] {
  try {
    const now = ReportSchema.parse(written);
    if (then === undefined) return [`${now.benchmark}: no committed report to compare with.`];
    return comparisonLines(compareReports(then, now), { all });
  } catch (error) {
    return [`This run could not be compared with the committed report: ${String(error)}`];
  }
}
