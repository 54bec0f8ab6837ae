import { chosenParts, numberOption, UsageError, wholeNumberOption } from '../support/options.ts';
import { parseArgs } from 'node:util';

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

/** @throws UsageError */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parsed(args);
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
    seed: wholeNumberOption('seed', values.seed, { least: 0, most: 2 ** 31 }) ?? 1,
    write: values.write ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        seconds: { type: 'string' },
        minutes: { type: 'string' },
        rounds: { type: 'string' },
        connections: { type: 'string' },
        seed: { type: 'string' },
        full: { type: 'boolean' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
