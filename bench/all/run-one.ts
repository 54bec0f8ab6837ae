import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { committedReport } from '../support/committed-report.ts';
import { readReport } from '../support/report-on-disk.ts';
import type { StoredReport } from '../support/report-schema.ts';

/** What became of one benchmark. */
export interface Ran {
  readonly name: string;
  /** Of its process; null when it had to be ended. */
  readonly code: number | null;
  readonly seconds: number;
  /** Undefined when it could not be measured. */
  readonly report?: StoredReport;
  /** As it was before this run; undefined when there is none. */
  readonly committed?: StoredReport;
}

interface Run {
  readonly root: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly jsonFile: string;
  readonly mostSeconds: number;
}

/** What a benchmark gets to end its processes before it is killed, in milliseconds. */
const endMs = 20_000;

/** Runs one benchmark in a process of its own, which ends with this one. Its progress goes to our stderr. Never rejects. */
export async function runOne({ root, name, args, jsonFile, mostSeconds }: Run): Promise<Ran> {
  const loader = pathToFileURL(join(root, 'test', 'torture', 'load-typescript.mjs')).href;
  // Before the run, which may write a report in its place.
  const committed = await committedReport(root, name);
  const startedAt = performance.now();
  const child = fork(join(root, 'bench', name, 'main.ts'), [...args, '--json', jsonFile], {
    cwd: root,
    execArgv: ['--import', loader, '--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const deadline = setTimeout(() => child.kill('SIGTERM'), mostSeconds * 1000);
  const lastDeadline = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000 + endMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve).once('error', () => {
      resolve(null);
    });
  });
  clearTimeout(deadline);
  clearTimeout(lastDeadline);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const report = reportIn(jsonFile);
  return {
    name,
    code,
    seconds,
    ...(report === undefined ? {} : { report }),
    ...(committed === undefined ? {} : { committed }),
  };
}

function reportIn(file: string): StoredReport | undefined {
  return existsSync(file) ? readReport(readFileSync(file, 'utf8')) : undefined;
}
