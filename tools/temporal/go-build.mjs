import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '../lock.mjs';
import { runStep } from '../step.mjs';
import { GO_MODULE_FOLDER } from './cache-folder.mjs';
import { readCliVersion } from './cli-version.mjs';
import { findOnPath } from './find-on-path.mjs';

const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const PROGRESS_MS = 10_000;

/**
 * Builds the Temporal CLI from the Go module beside this file. Two commands started together build
 * once: the second waits and takes the result.
 * @param {{ target: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 * @returns {Promise<string | undefined>} why there is no working file at `target`
 */
export async function buildWithGo({ target, env, log }) {
  const go = findOnPath(process.platform === 'win32' ? 'go.exe' : 'go', env);
  if (go === undefined) return 'there is no `go` on PATH';
  const onWait = (pid) => log(`Another command (pid ${pid ?? '?'}) is building it; waiting.`);
  try {
    return await withLock({ file: join(dirname(target), 'build.lock'), onWait }, async () => {
      const present = await readCliVersion(target, env);
      return present.ok ? undefined : await build({ go, target, env, log });
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {{ go: string, target: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
async function build({ go, target, env, log }) {
  removeLeftovers(dirname(target));
  const unfinished = join(dirname(target), `unfinished-${process.pid}`);
  const stopProgress = showProgress(log);
  const args = ['build', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, PACKAGE];
  // A go.work above this clone would replace the module's own requirements.
  const goEnv = { ...env, GOWORK: 'off' };
  const step = { command: go, args, cwd: GO_MODULE_FOLDER, env: goEnv };
  const { code, output } = await runStep({ ...step, output: 'capture' });
  stopProgress();
  if (code !== 0) return `\`go build\` failed: ${indentedTail(output)}`;
  chmodSync(unfinished, 0o755);
  const built = await readCliVersion(unfinished, env);
  if (!built.ok) return `the built binary ${built.reason}`;
  renameSync(unfinished, target);
  return undefined;
}

/** @param {string} folder what an interrupted build has left, 200 MB each */
function removeLeftovers(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('unfinished-')) rmSync(join(folder, name), { force: true });
  }
}

/** @param {(line: string) => void} log @returns {() => void} */
function showProgress(log) {
  const started = Date.now();
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    log(`Building the Temporal CLI with Go: ${seconds} s so far (about 3-6 minutes, once)`);
  };
  show();
  const timer = setInterval(show, PROGRESS_MS);
  return () => clearInterval(timer);
}

/** @param {string} output */
function indentedTail(output) {
  return output.trim().split('\n').slice(-6).join('\n      ');
}
