import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { InviteStatus } from '../contracts/types.ts';

export interface WatchOptions {
  /** Between two looks; default 1000. */
  readonly pollMs?: number;
  /** Ends the iteration with an error. */
  readonly signal?: AbortSignal;
}

interface Watched {
  status(): Promise<InviteStatus>;
  isOver(): Promise<boolean>;
}

/** Each status that differs from the one before, until the phase is `done` or the run is over. */
export async function* watchStatus(
  watched: Watched,
  { pollMs = 1000, signal }: WatchOptions,
): AsyncGenerator<InviteStatus, void, undefined> {
  let last: InviteStatus | undefined;
  for (;;) {
    signal?.throwIfAborted();
    // Asked before the status: a run that was over then has no newer status, and a terminated one never says `done`.
    const over = await watched.isOver();
    const now = await watched.status();
    if (!isDeepStrictEqual(now, last)) yield now;
    last = now;
    if (over || now.phase === 'done') return;
    await sleep(pollMs, undefined, signal && { signal });
  }
}
