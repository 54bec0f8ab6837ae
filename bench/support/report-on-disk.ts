import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReportSchema, type StoredReport } from './report-schema.ts';

/** From the root of the checkout. */
export function reportPath(benchmark: string): string {
  return `docs/benchmarks/${benchmark}.json`;
}

/** The report as it stands in the checkout; undefined when there is none. */
export async function reportOnDisk(
  root: string,
  benchmark: string,
): Promise<StoredReport | undefined> {
  const text = await readFile(join(root, reportPath(benchmark)), 'utf8').catch(() => '');
  return readReport(text);
}

/** Undefined of a text that is no report, or one of a form that is too old to be compared. */
export function readReport(text: string): StoredReport | undefined {
  try {
    return ReportSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
