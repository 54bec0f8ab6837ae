import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./orphan-guard.mjs', import.meta.url));

/** @type {import('node:child_process').ChildProcess | undefined} */
let guardProcess;

/**
 * Has a process (its whole group) stopped, or a folder removed, in case this process dies without
 * doing so itself. A vitest that crashes, for one, never reaches its teardown.
 * @param {'process' | 'folder'} kind
 * @param {number | string} what pid or path
 */
export function guard(kind, what) {
  tell(`+${kind} ${what}`);
}

/** @param {'process' | 'folder'} kind @param {number | string} what */
export function unguard(kind, what) {
  tell(`-${kind} ${what}`);
}

/** @param {string} line */
function tell(line) {
  guardProcess ??= startGuard();
  guardProcess.stdin?.write(`${line}\n`);
}

function startGuard() {
  const stdio = /** @type {const} */ (['pipe', 'ignore', 'ignore']);
  const child = spawn(process.execPath, [SCRIPT], { detached: true, stdio: [...stdio] });
  // A guard that is lost costs only the safety net.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  // The declared type is a plain Writable; at run time it is a socket.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
