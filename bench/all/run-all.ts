import { join } from 'node:path';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { acceptedOptions } from './accepted-options.ts';
import type { AllOptions } from './options.ts';
import { runOne, type Ran } from './run-one.ts';

/** Several times what any of them takes on two cores, so that one that hangs is not waited for. */
const mostSeconds = { short: 3 * 3_600, full: 8 * 3_600 };

/** One after the other, as two at once would measure each other. */
export async function runAll(
  { names, passedOn, full }: AllOptions,
  root: string,
  log: (line: string) => void,
): Promise<Ran[]> {
  const folder = temporaryFolder('graph-invite-bench-all-');
  const runs: Ran[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const place = `[${index + 1}/${names.length}] ${name}`;
      const options = await acceptedOptions(root, name, passedOn);
      const args = options.flat();
      log([place, ...args].join(' '));
      const jsonFile = join(folder.path, `${name}.json`);
      const limit = full ? mostSeconds.full : mostSeconds.short;
      const run = await runOne({ root, name, args, jsonFile, mostSeconds: limit });
      log(`${place}: ${run.seconds} s, exit code ${run.code ?? 'none'}`);
      runs.push(run);
    }
  } finally {
    folder.remove();
  }
  return runs;
}
