import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { pause } from './poll.mjs';

const HEARTBEAT_MS = 2_000;
// A pid alone is not enough: in containers that share a folder the same small pid is soon alive
// again, as another process. A holder that has stopped touching its file is gone too.
const SILENT_MS = 30_000;

/**
 * Runs `task` while holding the lock file; waits for another holder, takes over from a dead one.
 * @template T
 * @param {{ file: string, onWait?: (pid: number | undefined) => void, everyMs?: number }} options
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock({ file, onWait, everyMs = 200 }, task) {
  let announced = false;
  let release = tryLock(file);
  while (release === undefined) {
    if (!announced) onWait?.(readOwner(file)?.pid);
    announced = true;
    await pause(everyMs);
    release = tryLock(file);
  }
  try {
    return await task();
  } finally {
    release();
  }
}

/**
 * @param {string} file
 * @returns {(() => void) | undefined} the release; undefined when somebody alive holds the lock
 */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  removeIfAbandoned(file);
  const token = randomUUID();
  if (!createExclusively(file, token)) return undefined;
  const heartbeat = setInterval(() => touch(file, token), HEARTBEAT_MS);
  heartbeat.unref();
  const release = () => {
    clearInterval(heartbeat);
    process.off('exit', release);
    if (readOwner(file)?.token === token) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return release;
}

/** @param {string} file @param {string} token */
function createExclusively(file, token) {
  let descriptor;
  try {
    descriptor = openSync(file, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  writeSync(descriptor, JSON.stringify({ pid: process.pid, host: hostname(), token }));
  closeSync(descriptor);
  return true;
}

/** @param {string} file @param {string} token */
function touch(file, token) {
  if (readOwner(file)?.token !== token) return;
  const now = new Date();
  utimesSync(file, now, now);
}

/** @param {string} file */
function removeIfAbandoned(file) {
  const owner = readOwner(file);
  if (!isAbandoned(file, owner)) return;
  // Two waiters may see the same dead holder: only one rename succeeds, and when what it took is
  // a new holder's file after all, that is put back.
  const taken = `${file}.${randomUUID()}`;
  try {
    renameSync(file, taken);
  } catch {
    return;
  }
  if (readOwner(taken)?.token !== owner?.token) putBack(taken, file);
  rmSync(taken, { force: true });
}

/** @param {string} taken @param {string} file */
function putBack(taken, file) {
  try {
    copyFileSync(taken, file, constants.COPYFILE_EXCL);
  } catch {
    // A third process holds the lock by now.
  }
}

/** @param {string} file @param {{ pid: number, host: string } | undefined} owner */
function isAbandoned(file, owner) {
  const age = ageOf(file);
  if (age === undefined) return false;
  if (age > SILENT_MS) return true;
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid);
}

/** @param {string} file @returns {number | undefined} milliseconds since its last touch */
function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number, host: string, token: string } | undefined} undefined also while the
 *   holder has created the file but not yet written it
 */
export function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
