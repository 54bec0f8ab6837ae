import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { InviteStatus } from '../contracts/types.ts';
import { abortable, type AbortOptions } from './abortable.ts';

export interface WatchOptions extends AbortOptions {
  /** Between two looks; default 1000. */
  readonly pollMs?: number;
}

/** What the server itself says of a run. */
export interface Look {
  readonly isOver: boolean;
  /** Another one as soon as anything happened to the run. */
  readonly version: string;
}

interface Watched {
  look(options: AbortOptions): Promise<Look>;
  status(options: AbortOptions): Promise<InviteStatus>;
}

/**
 * Each status that differs from the one before, until the phase is `done` or the run is over. A status is a query, which
 * Temporal bills and a worker answers; a look is neither, and without an event there is no new status.
 */
export async function* watchStatus(
  watched: Watched,
  { pollMs = 1000, signal }: WatchOptions,
): AsyncGenerator<InviteStatus, void, undefined> {
  let last: InviteStatus | undefined;
  let seen: string | undefined;
  for (;;) {
    // Asked before the status: a run that was over then has no newer status, and a terminated one never says `done`.
    const { isOver, version } = await watched.look({ signal });
    if (version !== seen) {
      const now = await watched.status({ signal });
      if (!isDeepStrictEqual(now, last)) yield now;
      last = now;
      seen = version;
    }
    if (isOver || last?.phase === 'done') return;
    await abortable(signal, (own) => sleep(pollMs, undefined, own && { signal: own }));
  }
}
