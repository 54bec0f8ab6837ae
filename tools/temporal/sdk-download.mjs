import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from '../step.mjs';

const DEADLINE_MS = 60_000;
const SCRIPT = fileURLToPath(new URL('./sdk-download-child.mjs', import.meta.url));

/**
 * Lets the Temporal SDK fetch the CLI. The SDK only fetches on its way to starting a server, so a
 * child process does that, with a deadline: what hangs there is ended with all it started.
 * @param {{ target: string, version: string, env: NodeJS.ProcessEnv, log: (line: string) => void,
 *   deadlineMs?: number, script?: string }} options
 * @returns {Promise<string | undefined>} why there is no file at `target`; undefined when it is there
 */
export async function downloadThroughSdk(options) {
  const { target, version, env, log, deadlineMs = DEADLINE_MS, script = SCRIPT } = options;
  const folder = join(dirname(target), `download-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    log(`Asking the Temporal SDK to download the Temporal CLI ${version} ...`);
    const step = { command: process.execPath, args: [script, folder, version], env, deadlineMs };
    const { code, timedOut, output } = await runStep({ ...step, output: 'capture' });
    if (timedOut) return `not finished after ${deadlineMs / 1000} s`;
    if (code !== 0) return output.trim().split('\n').at(-1) || `exit code ${code}`;
    return keepDownloaded(folder, target);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {string} target */
function keepDownloaded(folder, target) {
  const file = readdirSync(folder).find((name) => name.startsWith('temporal'));
  if (file === undefined) return 'the SDK left no executable in its download folder';
  renameSync(join(folder, file), target);
  return undefined;
}
