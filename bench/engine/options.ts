import { parseArgs } from 'node:util';
import { chosenParts, UsageError, wholeNumberOption } from '../support/options.ts';

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
/** As in the committed report. */
const short = { rounds: 3, invites: 150 };
const full = { rounds: 5, invites: 400 };

/** @throws UsageError */
export function readOptions(args: readonly string[]): EngineOptions {
  const values = parsed(args);
  const defaults = values.full === true ? full : short;
  return {
    parts: chosenParts(partNames, values.only),
    rounds: wholeNumberOption('rounds', values.rounds, { least: 1, most: 100 }) ?? defaults.rounds,
    invites:
      wholeNumberOption('invites', values.invites, { least: 20, most: 5_000 }) ?? defaults.invites,
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
        rounds: { type: 'string' },
        invites: { type: 'string' },
        seed: { type: 'string' },
        full: { type: 'boolean' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
