import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What a person got wrong on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Of `--only a,b`, in the order in which they always run; all of them without. @throws UsageError */
export function chosenParts<Part extends string>(
  all: readonly Part[],
  only: string | undefined,
): readonly Part[] {
  if (only === undefined) return all;
  const wanted = only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !all.some((known) => known === name));
  if (unknown.length > 0) {
    throw new UsageError(
      `--only does not know ${unknown.join(', ')}; there are ${all.join(', ')}.`,
    );
  }
  return all.filter((name) => wanted.includes(name));
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** @throws UsageError */
export function numberOption(option: string, text: string | undefined, { least, most }: Bounds) {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${option} must be a number from ${least} to ${most}, not ${text}.`);
}

/** @throws UsageError */
export function wholeNumberOption(option: string, text: string | undefined, bounds: Bounds) {
  const value = numberOption(option, text, bounds);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new UsageError(`--${option} must be a whole number, not ${text ?? ''}.`);
}

/** The values of these options, as `parseArgs` reads them. @throws UsageError for any other argument */
export function parsedOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Of every benchmark; 1 unless given. @throws UsageError */
export function seedOption(text: string | undefined): number {
  return wholeNumberOption('seed', text, { least: 0, most: 2 ** 31 }) ?? 1;
}
