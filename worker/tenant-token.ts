import { tokenFailureOf, type TokenFailure } from './token-failure.ts';

export interface FetchedToken {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** From when on a new one is asked for, milliseconds since the epoch. */
  readonly refreshAt: number;
}

export interface TokenFetch {
  /** A claims challenge of Graph to answer. */
  readonly claims?: string;
  /** The SDK's own cache must not answer: Graph has refused what stands in it. */
  readonly forced?: true;
}

export interface TenantTokenOptions {
  /** Asks the token endpoint. */
  readonly ask: (how: TokenFetch) => Promise<FetchedToken>;
  readonly onFailure: (failure: TokenFailure) => void;
  readonly onFetched?: () => void;
}

export interface TenantToken {
  current(): Promise<string>;
  /** Another token than the one that Graph refused. */
  renewed(refused: string, claims?: string): Promise<string>;
}

/** A token is not begun with when it would expire under way: a request takes up to 15 s, and clocks differ. */
const expiryMarginMs = 60_000;
/** Graph may refuse everything; that must not become a storm on the token endpoint. */
const renewalEveryMs = 30_000;
/** After a failure, doubling up to the second value. */
const restMs = { first: 1_000, most: 60_000 };
/** A managed identity may retry for 70 s (docs/reliability.md 6); what takes longer is given up for lost. */
const flightLimitMs = 90_000;

/** The token of one tenant: one request at a time, in the background while the last good token still serves. */
export function createTenantToken({ ask, onFailure, onFetched }: TenantTokenOptions): TenantToken {
  let last: FetchedToken | undefined;
  let flight: Promise<FetchedToken> | undefined;
  let failures = 0;
  let restUntil = -Infinity;
  const renewedAt = { plain: -Infinity, claims: -Infinity };

  function land(fetched: FetchedToken): FetchedToken {
    last = fetched;
    failures = 0;
    onFetched?.();
    // The SDK gives its cached token while the refresh fails: ask again, but not with each request.
    const isStale = serves(fetched) && fetched.refreshAt <= Date.now();
    restUntil = isStale ? steadyNow() + renewalEveryMs : -Infinity;
    return fetched;
  }

  function fail(error: unknown): never {
    restUntil = steadyNow() + Math.min(restMs.first * 2 ** failures, restMs.most);
    failures += 1;
    onFailure(tokenFailureOf(error));
    // Without the cause: what Entra answers may name people.
    throw new Error('No access token could be had.');
  }

  function fly(how: TokenFetch): Promise<FetchedToken> {
    flight ??= withinTime(ask(how), flightLimitMs)
      .then(land, fail)
      .finally(() => {
        flight = undefined;
      });
    return flight;
  }

  /** Joins a request that is under way; begins one unless the last has just failed. */
  function fetched(): Promise<FetchedToken> {
    if (flight === undefined && steadyNow() < restUntil) {
      return Promise.reject(
        new Error('The token endpoint has just failed; it is asked again soon.'),
      );
    }
    return fly({});
  }

  async function current(): Promise<string> {
    if (last === undefined || !serves(last)) return (await fetched()).token;
    if (Date.now() >= last.refreshAt) fetched().catch(ignored);
    return last.token;
  }

  return {
    current,
    async renewed(refused, claims) {
      await flight?.catch(ignored);
      if (last !== undefined && last.token !== refused) return last.token;
      const lane = claims === undefined ? 'plain' : 'claims';
      if (steadyNow() < renewedAt[lane] + renewalEveryMs) return current();
      renewedAt[lane] = steadyNow();
      last = undefined;
      return (await fly({ forced: true, ...(claims !== undefined && { claims }) })).token;
    },
  };
}

/** For waits of our own: a clock that is set back must not stretch them. */
function steadyNow(): number {
  return performance.now();
}

function serves({ expiresAt }: FetchedToken): boolean {
  return Date.now() < expiresAt - expiryMarginMs;
}

/** Whoever waits for it hears of a failure, and so has `onFailure`. */
function ignored(): void {
  // Nothing is left to do.
}

function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('No token came in time.'), { name: 'TokenTimeout' }));
    }, ms);
    // A process that is about to end does not wait for this.
    timer.unref();
  });
  return Promise.race([work, timeUp]).finally(() => {
    clearTimeout(timer);
  });
}
