import { runStep } from '../step.mjs';

/**
 * @typedef {{ ok: true, server: string, ui: string, tooOld: boolean }
 *   | { ok: false, reason: string }} CliVersion
 */

// Eager workflow start, which the all-in-one process relies on, came with server 1.29.
const OLDEST_SERVER = [1, 29];

/**
 * Asks a Temporal CLI what it contains. Its own version is not looked at: a binary built with Go
 * reports 0.0.0-DEV there, but the right server and UI.
 * @param {string} cliPath
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<CliVersion>}
 */
export async function readCliVersion(cliPath, env) {
  const step = { command: cliPath, args: ['--version'], output: /** @type {const} */ ('capture') };
  const { code, timedOut, output } = await runStep({ ...step, env, deadlineMs: 20_000 });
  if (timedOut) return { ok: false, reason: 'does not answer `--version`' };
  if (code !== 0) return { ok: false, reason: `does not run: ${lastLine(output)}` };
  const found = /\(Server (\d+\.\d+[^,\s]*), UI ([^)\s]+)\)/.exec(output);
  if (found === null) return { ok: false, reason: 'names no server version in `--version`' };
  const [, server = '', ui = ''] = found;
  return { ok: true, server, ui, tooOld: isTooOld(server) };
}

/** @param {string} server such as 1.31.2 */
function isTooOld(server) {
  const [major = 0, minor = 0] = server.split('.').map((part) => Number.parseInt(part, 10));
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SERVER;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** @param {string} output */
function lastLine(output) {
  return output.trim().split('\n').at(-1) || 'no output';
}
