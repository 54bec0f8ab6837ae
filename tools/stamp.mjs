import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** @param {string} file @returns {string | undefined} the hash that the last finished work left */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. @param {string} file @param {string} hash */
export function writeStamp(file, hash) {
  writeFileSync(`${file}.${process.pid}`, hash);
  renameSync(`${file}.${process.pid}`, file);
}
