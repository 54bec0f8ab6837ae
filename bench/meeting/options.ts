import {
  chosenParts,
  numberOption,
  parsedOptions,
  seedOption,
  wholeNumberOption,
} from '../support/options.ts';

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

const optionTypes = {
  only: { type: 'string' },
  seconds: { type: 'string' },
  rate: { type: 'string' },
  entries: { type: 'string' },
  invites: { type: 'string' },
  seed: { type: 'string' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): MeetingOptions {
  const values = parsedOptions(args, optionTypes);
  const whole = (name: 'entries' | 'invites', least: number, most: number) =>
    wholeNumberOption(name, values[name], { least, most });
  return {
    parts: chosenParts(partNames, values.only),
    seconds: numberOption('seconds', values.seconds, { least: 1, most: 600 }) ?? 20,
    rate: numberOption('rate', values.rate, { least: 0.1, most: 100 }) ?? 4,
    // Beyond it the body of a roster is larger than the webhooks take by default.
    entries: whole('entries', 1, 1_300) ?? 1_000,
    invites: whole('invites', 1, 200) ?? 20,
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}
