import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every folder of bench/ that has a main.ts, but for this one that runs them all. */
export function benchmarkNames(root: string): string[] {
  const bench = join(root, 'bench');
  return readdirSync(bench)
    .filter((name) => name !== 'all' && existsSync(join(bench, name, 'main.ts')))
    .sort();
}
