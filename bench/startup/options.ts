import { chosenParts, parsedOptions, seedOption, wholeNumberOption } from '../support/options.ts';

export const partNames = ['processes', 'imports', 'workflows', 'stack'] as const;
export type PartName = (typeof partNames)[number];

export interface StartupOptions {
  readonly parts: readonly PartName[];
  readonly rounds: number;
  /** Workflows that are loaded in one round, of each kind. */
  readonly loads: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

const optionTypes = {
  only: { type: 'string' },
  rounds: { type: 'string' },
  loads: { type: 'string' },
  seed: { type: 'string' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): StartupOptions {
  const values = parsedOptions(args, optionTypes);
  return {
    parts: chosenParts(partNames, values.only),
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 50 }) ?? 3,
    loads: wholeNumberOption('loads', values.loads, { least: 50, most: 5_000 }) ?? 400,
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}
