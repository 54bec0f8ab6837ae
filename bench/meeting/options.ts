import { parseArgs } from 'node:util';
import { chosenParts, numberOption, UsageError, wholeNumberOption } from '../support/options.ts';

export const partNames = ['nobody', 'strangers', 'joining', 'repeated'] as const;
export type PartName = (typeof partNames)[number];

export interface MeetingOptions {
  readonly parts: readonly PartName[];
  /** Of the rosters of one part. */
  readonly seconds: number;
  /** Rosters a second. */
  readonly rate: number;
  /** People in each roster who were not invited by us. */
  readonly entries: number;
  /** Invites that wait on the call. */
  readonly invites: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

/** @throws UsageError */
export function readOptions(args: readonly string[]): MeetingOptions {
  const values = parsed(args);
  const whole = (name: 'entries' | 'invites' | 'seed', least: number, most: number) =>
    wholeNumberOption(name, values[name], { least, most });
  return {
    parts: chosenParts(partNames, values.only),
    seconds: numberOption('seconds', values.seconds, { least: 1, most: 600 }) ?? 20,
    rate: numberOption('rate', values.rate, { least: 0.1, most: 100 }) ?? 4,
    // Beyond it the body of a roster is larger than the webhooks take by default.
    entries: whole('entries', 1, 1_300) ?? 1_000,
    invites: whole('invites', 1, 200) ?? 20,
    seed: whole('seed', 0, 2 ** 31) ?? 1,
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
        rate: { type: 'string' },
        entries: { type: 'string' },
        invites: { type: 'string' },
        seed: { type: 'string' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
