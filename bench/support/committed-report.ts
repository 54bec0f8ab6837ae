import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readReport, reportOnDisk, reportPath } from './report-on-disk.ts';
import type { StoredReport } from './report-schema.ts';

/** The report of the last commit, without git the one that stands in the folder; undefined when there is none. */
export async function committedReport(
  root: string,
  benchmark: string,
): Promise<StoredReport | undefined> {
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', [...args], { cwd: root, maxBuffer: 2 ** 26 });
  try {
    await git('rev-parse', '--verify', 'HEAD');
  } catch {
    return reportOnDisk(root, benchmark);
  }
  return git('show', `HEAD:./${reportPath(benchmark)}`).then(
    ({ stdout }) => readReport(stdout),
    () => undefined,
  );
}
