import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guard, unguard } from '../../tools/orphan-guard-client.mjs';
import { brokenProducts, type BrokenProduct } from './broken-products.ts';

/** What a run needs of the checkout; packages are found further up, in the checkout itself. */
const parts = [
  ...['dist', 'package.json', 'client', 'contracts', 'runtime', 'simulator', 'tools'],
  ...['test/checker', 'test/support', 'test/torture'],
];

export interface BrokenCopy {
  readonly root: string;
  readonly remove: () => Promise<void>;
}

/** A copy of the checkout's built product and tests, below `.cache/torture`, in which one promise is broken. */
export async function copyBroken(checkout: string, name: string): Promise<BrokenCopy> {
  const product = brokenProducts.find((one) => one.name === name);
  if (!product) throw new Error(`There is no broken product ${name}.`);
  const root = join(checkout, '.cache', 'torture', `broken-${name}-${process.pid}`);
  guard('folder', root);
  const remove = async () => {
    await rm(root, { recursive: true, force: true });
    unguard('folder', root);
  };
  try {
    for (const part of parts) {
      await cp(join(checkout, part), join(root, part), { recursive: true });
    }
    await breakFile(join(root, 'dist', product.file), product);
  } catch (error) {
    await remove();
    throw error;
  }
  return { root, remove };
}

async function breakFile(path: string, product: BrokenProduct): Promise<void> {
  await writeFile(path, brokenText(await readFile(path, 'utf8'), product));
}

/**
 * The file with its one change.
 * @throws Error when the text to change is not there exactly once: the table is out of date then
 */
export function brokenText(
  whole: string,
  { name, file, text, replacement }: Omit<BrokenProduct, 'does' | 'invariant' | 'faults'>,
): string {
  const [before = '', after, ...more] = whole.split(text);
  if (after === undefined || more.length > 0) {
    const times = after === undefined ? 'not' : `${more.length + 1} times`;
    throw new Error(
      `${name} cannot break the product: in dist/${file} the text to replace occurs ${times} ` +
        'instead of once. Bring test/torture/broken-products.ts up to date.',
    );
  }
  return `${before}${replacement}${after}`;
}
