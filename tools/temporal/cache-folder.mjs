import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the Go module that names the Temporal CLI's version. */
export const GO_MODULE_FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * The project's folder in the user's cache.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env) {
  return join(userCache(env), 'graph-invite-orchestrator');
}

/**
 * Where the Temporal CLI of go.mod is kept once it was fetched or built.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cachedCliPath(env) {
  return join(cacheFolder(env), 'temporal', cliModuleVersion(), cliFileName());
}

/** @returns {string} such as v1.8.2 */
export function cliModuleVersion() {
  const goMod = readFileSync(join(GO_MODULE_FOLDER, 'go.mod'), 'utf8');
  const version = /^\s*github\.com\/temporalio\/cli (v\S+)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('tools/temporal/go.mod names no Temporal CLI version');
  return version;
}

export function cliFileName() {
  return process.platform === 'win32' ? 'temporal.exe' : 'temporal';
}

/** @param {NodeJS.ProcessEnv} env */
function userCache(env) {
  const home = env['HOME'] || homedir();
  if (process.platform === 'win32') return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches');
  return env['XDG_CACHE_HOME'] || join(home, '.cache');
}
