import { parseArgs } from 'node:util';
import { faultNames } from './plan-torture.ts';

export interface TortureOptions {
  readonly seed: number;
  readonly invites: number;
  readonly faults: readonly string[] | undefined;
  readonly kills: number | undefined;
  readonly lengthMs: number | undefined;
  readonly broken: string | undefined;
  readonly json: boolean;
  readonly keep: boolean;
  /** Only show the names that `--faults` or `--broken` know. */
  readonly list: 'faults' | 'broken' | undefined;
}

/** What a person got wrong on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const defaults = { seed: 1, invites: 100 };

/** @throws UsageError */
export function readOptions(
  args: readonly string[],
  brokenNames: readonly string[],
): TortureOptions {
  const values = parsed(args);
  const { faults, broken, minutes } = values;
  const list = faults === 'list' ? 'faults' : broken === 'list' ? 'broken' : undefined;
  if (values.kills !== undefined && values['no-kills'] === true) {
    throw new UsageError('--kills and --no-kills exclude each other.');
  }
  return {
    list,
    seed: wholeNumber('seed', values.seed, 0) ?? defaults.seed,
    invites: wholeNumber('invites', values.invites, 1) ?? defaults.invites,
    kills: values['no-kills'] === true ? 0 : wholeNumber('kills', values.kills, 0),
    faults: list ? undefined : readFaults(faults),
    lengthMs: minutes === undefined ? undefined : millisecondsOf(minutes),
    broken: list ? undefined : knownName('broken', broken, brokenNames),
    json: values.json ?? false,
    keep: values.keep ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        invites: { type: 'string' },
        faults: { type: 'string' },
        kills: { type: 'string' },
        'no-kills': { type: 'boolean' },
        broken: { type: 'string' },
        minutes: { type: 'string' },
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readFaults(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return [];
  return text.split(',').map((name) => knownName('faults', name.trim(), faultNames) ?? '');
}

function knownName(option: string, name: string | undefined, known: readonly string[]) {
  if (name === undefined || known.includes(name)) return name;
  throw new UsageError(`--${option} does not know ${name}; --${option} list shows the names.`);
}

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} must be a whole number of at least ${least}, not ${text}.`);
}

function millisecondsOf(minutes: string): number {
  const value = Number(minutes);
  if (value > 0 && value <= 24 * 60) return Math.round(value * 60_000);
  throw new UsageError(`--minutes must be a number above 0 and at most 1440, not ${minutes}.`);
}
