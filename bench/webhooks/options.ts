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

/** What a person got wrong on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** About three minutes for everything. */
const short = { seconds: 6, realSeconds: 40 };
/** The durations of the budgets. */
const full = { seconds: 20, realSeconds: 600 };

/** @throws UsageError */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parsed(args);
  const defaults = values.full === true ? full : short;
  const minutes = number('minutes', values.minutes, { least: 0.05, most: 240 });
  return {
    parts: readParts(values.only),
    seconds: number('seconds', values.seconds, { least: 0.5, most: 3600 }) ?? defaults.seconds,
    rounds: wholeNumber('rounds', values.rounds, { least: 1, most: 100 }) ?? 3,
    realSeconds: minutes === undefined ? defaults.realSeconds : minutes * 60,
    connections: wholeNumber('connections', values.connections, { least: 1, most: 500 }) ?? 150,
    seed: wholeNumber('seed', values.seed, { least: 0, most: 2 ** 31 }) ?? 1,
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

/** In the order in which they always run. */
function readParts(only: string | undefined): readonly PartName[] {
  if (only === undefined) return partNames;
  const wanted = only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !partNames.some((known) => known === name));
  if (unknown.length > 0) {
    const known = partNames.join(', ');
    throw new UsageError(`--only does not know ${unknown.join(', ')}; there are ${known}.`);
  }
  return partNames.filter((name) => wanted.includes(name));
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function number(option: string, text: string | undefined, { least, most }: Bounds) {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${option} must be a number from ${least} to ${most}, not ${text}.`);
}

function wholeNumber(option: string, text: string | undefined, bounds: Bounds) {
  const value = number(option, text, bounds);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new UsageError(`--${option} must be a whole number, not ${text ?? ''}.`);
}
