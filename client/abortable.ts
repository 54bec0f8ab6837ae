import { once, setMaxListeners } from 'node:events';

/** For a call that may be given up. */
export interface AbortOptions {
  /** Aborting it ends the call with the reason of the signal, as `fetch` does. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Settles as `make` does, or throws the reason of the signal, whichever comes first. `make` gets a signal that ends with
 * the call: Temporal's client adds a listener per request and takes none away, too many for a signal as old as its process.
 * On a worker's connection it heeds no signal (SDK 1.24, read): there a request goes on unheard, to its deadline.
 */
export async function abortable<T>(
  signal: AbortSignal | undefined,
  make: (own?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return make();
  signal.throwIfAborted();
  // Many invites may wait by one signal; each takes its listener away when it is over.
  setMaxListeners(0, signal);
  const own = new AbortController();
  try {
    return await Promise.race([make(own.signal), untilAborted(signal, own.signal)]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    own.abort();
  }
}

async function untilAborted(signal: AbortSignal, done: AbortSignal): Promise<never> {
  await once(signal, 'abort', { signal: done });
  throw new Error('aborted');
}
