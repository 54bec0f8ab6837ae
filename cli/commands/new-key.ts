import { randomBytes } from 'node:crypto';
import { isKeyId } from '../../runtime/payload-keys.ts';
import { UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';

const keyBytes = 32;

/** Prints a key file with one new key. */
export function newKey({ id = newId() }: { readonly id?: string }, io: Io): void {
  if (!isKeyId(id)) throw new UsageError('--id must be 1 to 64 of A-Z a-z 0-9 . _ -');
  const keys = { [id]: randomBytes(keyBytes).toString('base64') };
  io.out(`${JSON.stringify({ encryptWith: id, keys }, null, 2)}\n`);
}

/** The month, for people, and more, so that a second key of one month is not taken for the first. */
function newId(): string {
  return `${new Date().toISOString().slice(0, 7)}-${randomBytes(2).toString('hex')}`;
}
