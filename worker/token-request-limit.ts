import type { TokenCredentialOptions } from '@azure/identity';

/** Milliseconds for one HTTP request to the token endpoint, its answer included. */
const requestLimitMs = 5_000;

/**
 * A time limit on every single request of a credential. `@azure/identity` sets none and hears of no signal of ours, so a
 * silent endpoint would hold a socket for ever. A managed identity takes no such policy: its SDK replaces them.
 */
export const withRequestLimit = {
  additionalPolicies: [
    {
      position: 'perRetry',
      policy: {
        name: 'limitTime',
        async sendRequest(request, next) {
          const timeUp = new AbortController();
          const timer = setTimeout(() => {
            timeUp.abort();
          }, requestLimitMs);
          const before = request.abortSignal;
          const signals = [timeUp.signal, ...(before instanceof AbortSignal ? [before] : [])];
          request.abortSignal = AbortSignal.any(signals);
          try {
            return await next(request);
          } finally {
            clearTimeout(timer);
            if (before === undefined) delete request.abortSignal;
            else request.abortSignal = before;
          }
        },
      },
    },
  ],
} satisfies TokenCredentialOptions;
