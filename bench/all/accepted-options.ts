import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { UsageError } from '../support/options.ts';

const OptionsSchema = z.object({
  readOptions: z.custom<(args: readonly string[]) => unknown>(
    (value) => typeof value === 'function',
  ),
});

/**
 * Of options such as `['--rounds', '2']` those that the benchmark takes: one that counts has no rounds of another length, and
 * must not fail by them.
 */
export async function acceptedOptions(
  root: string,
  name: string,
  options: readonly (readonly string[])[],
): Promise<(readonly string[])[]> {
  const file = pathToFileURL(join(root, 'bench', name, 'options.ts')).href;
  const { readOptions } = OptionsSchema.parse(await import(file));
  return options.filter((option) => {
    try {
      readOptions(option);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  });
}
