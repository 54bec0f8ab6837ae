import { chosenParts, parsedOptions, seedOption, wholeNumberOption } from '../support/options.ts';

export interface AllOptions {
  readonly names: readonly string[];
  /** The durations of the budgets. */
  readonly full: boolean;
  /** Nothing is measured: the reports of the checkout are compared with the committed ones. */
  readonly changes: boolean;
  /** What each benchmark gets that takes it: each option with its value. */
  readonly passedOn: readonly (readonly string[])[];
}

const optionTypes = {
  only: { type: 'string' },
  rounds: { type: 'string' },
  seed: { type: 'string' },
  full: { type: 'boolean' },
  write: { type: 'boolean' },
  changes: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[], names: readonly string[]): AllOptions {
  const {
    only,
    full = false,
    write = false,
    changes = false,
    rounds,
    seed,
  } = parsedOptions(args, optionTypes);
  wholeNumberOption('rounds', rounds, { least: 1, most: 100 });
  seedOption(seed);
  return {
    names: chosenParts(names, only),
    full,
    changes,
    passedOn: [
      ...(full ? [['--full']] : []),
      ...(write ? [['--write']] : []),
      ...(rounds === undefined ? [] : [['--rounds', rounds]]),
      ...(seed === undefined ? [] : [['--seed', seed]]),
    ],
  };
}
