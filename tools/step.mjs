import { spawn } from 'node:child_process';
import { atShutdown } from './shutdown.mjs';
import { signalGroup } from './signal-group.mjs';

const KEPT_CHARACTERS = 20_000;
// A terminal delivers Ctrl-C to the whole foreground group: the child has it already and gets
// this long to end by itself.
const CTRL_C_GRACE_MS = 3_000;

/**
 * @typedef {object} StepResult
 * @property {number} code the exit code; 1 when a signal or a deadline ended it, 127 when the
 *   program could not be started
 * @property {boolean} timedOut
 * @property {string} output the end of stdout and stderr together, when captured
 */

/**
 * Runs a program to its end, without stdin. Never rejects.
 * @param {{ command: string, args: readonly string[], output: 'stderr' | 'inherit' | 'capture',
 *   cwd?: string, env?: NodeJS.ProcessEnv, deadlineMs?: number, shell?: boolean,
 *   signal?: AbortSignal }} options
 *   `stderr` sends both its channels to our stderr, as stdout may belong to a JSON document
 * @returns {Promise<StepResult>}
 */
export function runStep({ command, args, output, cwd, env, deadlineMs, shell = false, signal }) {
  return new Promise((resolve) => {
    // With a deadline in a group of its own: what the child has started would else hold the pipes.
    const detached = deadlineMs !== undefined;
    const child = spawn(command, args, { cwd, env, shell, detached, stdio: stdioFor(output) });
    let kept = '';
    let timedOut = false;
    const keep = (chunk) => {
      kept = (kept + chunk).slice(-KEPT_CHARACTERS);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    const deadline =
      deadlineMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            signalGroup(Number(child.pid), 'SIGKILL');
          }, deadlineMs);
    const abort = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', abort, { once: true });
    const finish = (code) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      forget();
      resolve({ code, timedOut, output: kept });
    };
    const forget = atShutdown((name) => {
      if (!detached) return endChild(child, name);
      signalGroup(Number(child.pid), 'SIGKILL');
    });
    child.once('error', (error) => {
      keep(error.message);
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** @param {'stderr' | 'inherit' | 'capture'} output @returns {import('node:child_process').StdioOptions} */
function stdioFor(output) {
  if (output === 'stderr') return ['ignore', 2, 2];
  if (output === 'inherit') return ['ignore', 'inherit', 'inherit'];
  return ['ignore', 'pipe', 'pipe'];
}

/** @param {import('node:child_process').ChildProcess} child @param {string} signal */
async function endChild(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), signal === 'SIGINT' ? CTRL_C_GRACE_MS : 0),
    setTimeout(() => child.kill('SIGKILL'), 15_000),
  ];
  await ended;
  timers.forEach((timer) => clearTimeout(timer));
}
