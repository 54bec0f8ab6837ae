import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard, unguard } from './orphan-guard-client.mjs';

/**
 * @param {string} prefix
 * @returns {{ path: string, remove: () => void }} also removed when this process is killed
 */
export function temporaryFolder(prefix) {
  const path = mkdtempSync(join(tmpdir(), prefix));
  guard('folder', path);
  const remove = () => {
    rmSync(path, { recursive: true, force: true });
    unguard('folder', path);
  };
  return { path, remove };
}
