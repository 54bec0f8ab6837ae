import { parsedOptions, seedOption, UsageError, wholeNumberOption } from '../support/options.ts';

/** How many workflows a worker keeps in memory; `default` is what it keeps when nobody says. */
export type CacheSize = number | 'default';

export interface WaitingOptions {
  /** That wait at once. */
  readonly invites: number;
  /** A round each, with a server and workers of its own. */
  readonly caches: readonly CacheSize[];
  /** That are about to go on when a worker is killed. */
  readonly inFlight: number;
  readonly seed: number;
  /** Into docs/benchmarks/ instead of stdout. */
  readonly write: boolean;
}

const mostInvites = 20_000;
const mostCached = 50_000;

const optionTypes = {
  invites: { type: 'string' },
  cache: { type: 'string' },
  'in-flight': { type: 'string' },
  seed: { type: 'string' },
  full: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readOptions(args: readonly string[]): WaitingOptions {
  const values = parsedOptions(args, optionTypes);
  const full = values.full === true;
  const invites =
    wholeNumberOption('invites', values.invites, { least: 20, most: mostInvites }) ??
    (full ? 10_000 : 1_000);
  const inFlight =
    wholeNumberOption('in-flight', values['in-flight'], { least: 2, most: 500 }) ??
    Math.min(100, Math.floor(invites / 5));
  if (inFlight > invites / 2) {
    throw new UsageError(`--in-flight must be at most half of the ${invites} invites.`);
  }
  return {
    invites,
    inFlight,
    caches: cacheSizes(values.cache ?? (full ? 'default' : 'default,1000,100')),
    seed: seedOption(values.seed),
    write: values.write ?? false,
  };
}

/** @throws UsageError */
function cacheSizes(text: string): readonly CacheSize[] {
  const sizes = text.split(',').map((one) => cacheSize(one.trim()));
  return [...new Set(sizes)];
}

/** @throws UsageError */
function cacheSize(text: string): CacheSize {
  if (text === 'default') return text;
  const size = wholeNumberOption('cache', text, { least: 0, most: mostCached });
  if (size === undefined) throw new UsageError('--cache must name a size.');
  return size;
}
