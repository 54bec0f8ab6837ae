import { parseArgs } from 'node:util';
import { UsageError, wholeNumberOption } from '../support/options.ts';

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

/** @throws UsageError */
export function readOptions(args: readonly string[]): WaitingOptions {
  const values = parsed(args);
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
    seed: wholeNumberOption('seed', values.seed, { least: 0, most: 2 ** 31 }) ?? 1,
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

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        invites: { type: 'string' },
        cache: { type: 'string' },
        'in-flight': { type: 'string' },
        seed: { type: 'string' },
        full: { type: 'boolean' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
