import { parsedOptions, seedOption, wholeNumberOption } from '../support/options.ts';

export interface CostsOptions {
  /** How often each situation is driven. */
  readonly rounds: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

const optionTypes = {
  rounds: { type: 'string' },
  seed: { type: 'string' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): CostsOptions {
  const values = parsedOptions(args, optionTypes);
  return {
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 100 }) ?? 3,
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}
