import type { ServerResponse } from 'node:http';

/** Aborts when the caller goes away before the answer is complete, or when `closing` does. */
export function untilGone(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  return AbortSignal.any([gone.signal, closing]);
}
