import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { InviteStatus } from '../contracts/types.ts';
import { abortable, type AbortOptions } from './abortable.ts';

export interface WatchOptions extends AbortOptions {
  /** Between two looks; default 1000. */
  readonly pollMs?: number;
}

interface Watched {
  status(options: AbortOptions): Promise<InviteStatus>;
  isOver(options: AbortOptions): Promise<boolean>;
}

/** Each status that differs from the one before, until the phase is `done` or the run is over. */
export async function* watchStatus(
  watched: Watched,
  { pollMs = 1000, signal }: WatchOptions,
): AsyncGenerator<InviteStatus, void, undefined> {
  let last: InviteStatus | undefined;
  for (;;) {
    // Asked before the status: a run that was over then has no newer status, and a terminated one never says `done`.
    const over = await watched.isOver({ signal });
    const now = await watched.status({ signal });
    if (!isDeepStrictEqual(now, last)) yield now;
    last = now;
    if (over || now.phase === 'done') return;
    await abortable(signal, (own) => sleep(pollMs, undefined, own && { signal: own }));
  }
}
