import type { Environment } from '../../runtime/environment.ts';
import { checkCallback } from './check-callback.ts';
import { checkGraph } from './check-graph.ts';
import { checkTemporal } from './check-temporal.ts';
import { checkWebhooks } from './check-webhooks.ts';
import type { Finding, Report } from './finding.ts';

export interface DoctorOptions {
  readonly env: Environment;
  /** Where Graph is told to send notifications. */
  readonly callback?: string | undefined;
  readonly report: Report;
}

/** Looks at everything that an invite needs, all at once, and reports in one order. Rings nobody, changes nothing. */
export async function runChecks({ env, callback, report }: DoctorOptions): Promise<Finding[]> {
  const parts = [
    (note: Report) => checkTemporal(env, note),
    (note: Report) => checkGraph(env, note),
    (note: Report) => checkWebhooks(env, note),
    (note: Report) => checkCallback(callback, env, note),
  ].map(async (look) => {
    const findings: Finding[] = [];
    await look((finding) => findings.push(finding));
    return findings;
  });
  const all: Finding[] = [];
  for (const part of parts) {
    for (const finding of await part) {
      all.push(finding);
      report(finding);
    }
  }
  return all;
}
