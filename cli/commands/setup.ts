import { searchAttributes } from '../../contracts/search-attributes.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import type { Io } from '../io.ts';
import { withSession } from '../session.ts';

/** Registers the search attributes in the namespace; doing it again is harmless. */
export async function setup(flags: { readonly json?: boolean }, io: Io): Promise<void> {
  await withSession(io, async ({ temporal }) => {
    const { connection, namespace } = temporal;
    const attributes = searchAttributes;
    const added = await ensureSearchAttributes({ connection, namespace, attributes });
    const present = attributes.map(({ name }) => name);
    if (flags.json) io.out(`${JSON.stringify({ namespace, added, present })}\n`);
    else io.out(`${setupLine(namespace, added)}\n`);
  });
}

function setupLine(namespace: string, added: readonly string[]): string {
  return added.length === 0
    ? `Namespace ${namespace} has all search attributes already.`
    : `Added to namespace ${namespace}: ${added.join(', ')}.`;
}
