import { parseArgs } from 'node:util';
import { chosenParts, UsageError, wholeNumberOption } from '../support/options.ts';

export interface AllOptions {
  readonly names: readonly string[];
  /** The durations of the budgets. */
  readonly full: boolean;
  /** Nothing is measured: the reports of the checkout are compared with the committed ones. */
  readonly changes: boolean;
  /** What each benchmark gets that takes it: each option with its value. */
  readonly passedOn: readonly (readonly string[])[];
}

/** @throws UsageError */
export function readOptions(args: readonly string[], names: readonly string[]): AllOptions {
  const { only, full = false, write = false, changes = false, rounds, seed } = parsed(args);
  wholeNumberOption('rounds', rounds, { least: 1, most: 100 });
  wholeNumberOption('seed', seed, { least: 0, most: 2 ** 31 });
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

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        rounds: { type: 'string' },
        seed: { type: 'string' },
        full: { type: 'boolean' },
        write: { type: 'boolean' },
        changes: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
