import { randomBytes } from 'node:crypto';
import { isKeyId } from '../../runtime/payload-keys.ts';
import { UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';

const keyBytes = 32;

/** Prints a key file with one new key, named after this month unless told otherwise. */
export function newKey({ id = thisMonth() }: { readonly id?: string }, io: Io): void {
  if (!isKeyId(id)) throw new UsageError('--id must be 1 to 64 of A-Z a-z 0-9 . _ -');
  const keys = { [id]: randomBytes(keyBytes).toString('base64') };
  io.out(`${JSON.stringify({ encryptWith: id, keys }, null, 2)}\n`);
}

function thisMonth(): string {
  return new Date().toISOString().slice(0, 7);
}
