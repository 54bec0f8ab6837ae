import { parseArgs } from 'node:util';
import { UsageError, wholeNumberOption } from '../support/options.ts';

export interface CostsOptions {
  /** How often each situation is driven. */
  readonly rounds: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

/** @throws UsageError */
export function readOptions(args: readonly string[]): CostsOptions {
  const values = parsed(args);
  return {
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 100 }) ?? 3,
    seed: wholeNumberOption('seed', values.seed, { least: 0, most: 2 ** 31 }) ?? 1,
    write: values.write ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string' },
        seed: { type: 'string' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
