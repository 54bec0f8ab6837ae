import type { Finding } from '../doctor/finding.ts';
import type { Io } from '../io.ts';

export interface DoctorFlags {
  readonly callback?: string;
  readonly json?: boolean;
}

/** Something that an invite needs does not work; it has been printed already. */
export class UnhealthyError extends Error {
  override readonly name = 'UnhealthyError';
}

/** Checks an installation from where it runs, and says of each problem how to fix it. @throws UnhealthyError */
export async function doctor({ callback, json }: DoctorFlags, io: Io): Promise<void> {
  // Only here: what it brings (the credentials' SDK) would slow down every other command.
  const { runChecks } = await import('../doctor/run-checks.ts');
  const findings = await runChecks({
    env: io.env,
    callback,
    report: (finding) => {
      if (!json) io.out(linesOf(finding));
    },
  });
  const count = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  const counts = { failed: count('failed'), warning: count('warning'), skipped: count('skipped') };
  if (json) io.out(`${JSON.stringify({ healthy: counts.failed === 0, findings })}\n`);
  else io.out(`\n${summary(counts)}\n`);
  if (counts.failed > 0) throw new UnhealthyError(`${counts.failed} checks failed`);
}

const marks: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
  skipped: '-      ',
};

function linesOf({ check, status, found, fix }: Finding): string {
  const line = `${marks[status]}  ${check}: ${found}\n`;
  return fix === undefined ? line : `${line}         ${fix}\n`;
}

function summary(counts: Readonly<Record<'failed' | 'warning' | 'skipped', number>>): string {
  const { failed, warning, skipped } = counts;
  const rest = [
    ...(warning > 0 ? [`${warning} ${warning === 1 ? 'warning' : 'warnings'}`] : []),
    ...(skipped > 0 ? [`${skipped} not checked`] : []),
  ];
  const first = failed === 0 ? 'Nothing is wrong' : `${failed} to fix`;
  return `${[first, ...rest].join(', ')}.`;
}
