import type { Environment } from '../../runtime/environment.ts';
import { checkCallback } from './check-callback.ts';
import { checkGraph } from './check-graph.ts';
import { checkTemporal } from './check-temporal.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { failed, type Finding, type Report } from './finding.ts';

export interface DoctorOptions {
  readonly env: Environment;
  /** Where Graph is told to send notifications. */
  readonly callback?: string | undefined;
  readonly report: Report;
}

/** Looks at everything that an invite needs, all at once, and reports in one order. Rings nobody, changes nothing. */
export async function runChecks({ env, callback, report }: DoctorOptions): Promise<Finding[]> {
  const parts = [
    { name: 'temporal', look: (note: Report) => checkTemporal(env, note) },
    { name: 'graph', look: (note: Report) => checkGraph(env, note) },
    { name: 'webhooks', look: (note: Report) => checkWebhooks(env, note) },
    { name: 'callback', look: (note: Report) => checkCallback(callback, env, note) },
  ].map(async ({ name, look }) => {
    const findings: Finding[] = [];
    try {
      await look((finding) => findings.push(finding));
    } catch (error) {
      // One part that cannot be looked at must not hide what the others found.
      const why = error instanceof Error ? error.message : String(error);
      findings.push(failed(name, why, 'This is an error of the doctor itself: please report it.'));
    }
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
