/** Key files of payload encryption for tests. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';

export function newKey(): string {
  return randomBytes(32).toString('base64');
}

/** Writes a key file, as JSON or, for unusable ones, as the text it is; removed after the test file. */
export function keyFile(content: object | string): string {
  const folder = temporaryFolder('graph-invite-keys-');
  afterAll(() => {
    folder.remove();
  });
  const file = join(folder.path, 'keys.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), {
    mode: 0o600,
  });
  return file;
}
