import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { guard, unguard } from './orphan-guard-client.mjs';
import { signalGroup } from './signal-group.mjs';

/**
 * @typedef {object} BackgroundProcess
 * @property {string} name
 * @property {number} pid
 * @property {Promise<{ code: number | null, signal: string | null }>} exited never rejects
 * @property {() => boolean} hasExited
 * @property {() => string} logTail the last lines of its log
 * @property {(graceMs: number) => Promise<void>} stop SIGTERM, and SIGKILL after the grace
 */

/**
 * Starts a long-running process with its output in a log file. It leads its own process group, so
 * that a Ctrl-C in the terminal reaches only the command, which then stops things in order.
 * @param {{ name: string, command: string, args: readonly string[], logFile: string,
 *   env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<BackgroundProcess>}
 */
export async function startProcess({ name, command, args, logFile, env, cwd }) {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = Number(child.pid);
  guard('process', pid);
  let gone = false;
  void exited.then(() => {
    gone = true;
    unguard('process', pid);
  });
  return {
    name,
    pid,
    exited,
    hasExited: () => gone,
    logTail: () => tailOf(logFile),
    stop: async (graceMs) => {
      if (gone) return;
      signalGroup(pid, 'SIGTERM');
      const ended = await Promise.race([exited.then(() => true), expire(graceMs, exited)]);
      if (ended) return;
      signalGroup(pid, 'SIGKILL');
      await exited;
    },
  };
}

/** @param {number} graceMs @param {Promise<unknown>} settled @returns {Promise<boolean>} */
async function expire(graceMs, settled) {
  let timer;
  const expired = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), graceMs);
  });
  void settled.then(() => clearTimeout(timer));
  return expired;
}

/** @param {string} file */
function tailOf(file, lines = 25) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
