import { chosenParts, parsedOptions, seedOption, wholeNumberOption } from '../support/options.ts';

export const partNames = ['floor', 'settings', 'promises'] as const;
export type PartName = (typeof partNames)[number];

export interface EngineOptions {
  readonly parts: readonly PartName[];
  readonly rounds: number;
  /** Invites of one load at concurrency 100; fewer below. */
  readonly invites: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

/** As in the committed report. */
const short = { rounds: 3, invites: 150 };
const full = { rounds: 5, invites: 400 };

const optionTypes = {
  only: { type: 'string' },
  rounds: { type: 'string' },
  invites: { type: 'string' },
  seed: { type: 'string' },
  full: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): EngineOptions {
  const values = parsedOptions(args, optionTypes);
  const defaults = values.full === true ? full : short;
  return {
    parts: chosenParts(partNames, values.only),
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 100 }) ?? defaults.rounds,
    invites:
      wholeNumberOption('invites', values.invites, { least: 20, most: 5_000 }) ?? defaults.invites,
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}
