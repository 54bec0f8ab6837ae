import { createRemoteJWKSet, customFetch, errors, type CryptoKey } from 'jose';
import { usableKeys } from './key-set-answer.ts';
import { createKeySetLoader } from './key-set-loader.ts';

const fetchTimeoutMs = 5_000;
/** How long one request waits for a load: its answer must be out within 5 s. The load itself goes on. */
const maxWaitMs = 2_000;

export type KeyAnswer =
  | { readonly kind: 'key'; readonly key: CryptoKey }
  /** A set was loaded well within its cooldown, and the key is not in it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number };

export interface KeySet {
  find(kid: string): Promise<KeyAnswer>;
  /** Whether a good set is held that is not too old. */
  isLoaded(): boolean;
  close(): void;
}

interface KeySetOptions {
  readonly url: string;
  /** Told of every load; the reason of a failed one holds no secrets. */
  readonly onLoad?: (result: 'loaded' | 'failed', reason?: unknown) => void;
  /** Milliseconds on a clock that never goes back; the process's own by default. */
  readonly now?: () => number;
}

/**
 * The signing keys of the calling service. jose's remote set alone drops keys of ten minutes while they cannot be fetched
 * anew, and lets every unknown key id cause a fetch (docs/reliability.md 3). So here jose only selects keys, and
 * `createKeySetLoader` decides when to fetch; what is no good set never replaces the last good one.
 */
export function createKeySet(options: KeySetOptions): KeySet {
  const { url, onLoad = () => undefined, now = () => performance.now() } = options;
  const closing = new AbortController();
  const remote = createRemoteJWKSet(new URL(url), {
    // jose never fetches by itself: the set does not age for it, and its cooldown after a success never ends.
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    timeoutDuration: fetchTimeoutMs,
    [customFetch]: async (address, init) => {
      const signal = eitherOf(init.signal, closing.signal);
      return Response.json(await usableKeys(await fetch(address, { ...init, signal })));
    },
  });
  const loader = createKeySetLoader({ load: () => remote.reload(), onLoad, now });

  const select = async (kid: string): Promise<CryptoKey | 'absent' | 'ambiguous'> => {
    if (!loader.isLoaded()) return 'absent';
    try {
      return await remote({ alg: 'RS256', kid });
    } catch (error) {
      return error instanceof errors.JWKSMultipleMatchingKeys ? 'ambiguous' : 'absent';
    }
  };

  const find = async (kid: string): Promise<KeyAnswer> => {
    let key = await select(kid);
    if (key === 'absent' && loader.mayLoad()) {
      await atMost(maxWaitMs, loader.load());
      key = await select(kid);
    }
    if (typeof key !== 'string') return { kind: 'key', key };
    // In the cooldown after a failure nobody can say whether the key exists by now.
    if (key === 'ambiguous' || loader.isSettled()) return { kind: 'unknown' };
    return { kind: 'unavailable', retryAfterSeconds: loader.retryAfterSeconds() };
  };

  void loader.load();
  return {
    find,
    isLoaded: () => loader.isLoaded(),
    close: () => {
      loader.close();
      closing.abort();
    },
  };
}

/** Not `AbortSignal.any`: it holds jose's time-out weakly, and a garbage collection takes it away (Node 20.20, measured). */
function eitherOf(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    const abort = () => {
      either.abort(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: either.signal });
  }
  return either.signal;
}

async function atMost(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
