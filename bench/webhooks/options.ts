import {
  chosenParts,
  numberOption,
  parsedOptions,
  seedOption,
  wholeNumberOption,
} from '../support/options.ts';

export const partNames = ['stub', 'refusals', 'flood', 'slow', 'real'] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly parts: readonly PartName[];
  /** Of one round, except of the long load of `real`. */
  readonly seconds: number;
  readonly rounds: number;
  /** Of the load at a constant rate of `real`. */
  readonly realSeconds: number;
  /** Kept busy at once, of `stub`. */
  readonly connections: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

/** About three minutes for everything. */
const short = { seconds: 6, realSeconds: 40 };
/** The durations of the budgets. */
const full = { seconds: 20, realSeconds: 600 };

const optionTypes = {
  only: { type: 'string' },
  seconds: { type: 'string' },
  minutes: { type: 'string' },
  rounds: { type: 'string' },
  connections: { type: 'string' },
  seed: { type: 'string' },
  full: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parsedOptions(args, optionTypes);
  const defaults = values.full === true ? full : short;
  const minutes = numberOption('minutes', values.minutes, { least: 0.05, most: 240 });
  return {
    parts: chosenParts(partNames, values.only),
    seconds:
      numberOption('seconds', values.seconds, { least: 0.5, most: 3600 }) ?? defaults.seconds,
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 100 }) ?? 3,
    realSeconds: minutes === undefined ? defaults.realSeconds : minutes * 60,
    connections:
      wholeNumberOption('connections', values.connections, { least: 1, most: 500 }) ?? 150,
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}
