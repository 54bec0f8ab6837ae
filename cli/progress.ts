import { InviteStatusUnavailableError, type InviteHandle } from '../client/index.ts';
import type { InviteResult, InviteStatus } from '../client/index.ts';
import { InterruptedError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { clock, statusLine } from './status-line.ts';

const redrawMs = 500;
const pollMs = 500;

/**
 * Waits for the result and shows on stderr where the invite stands: on a terminal one line that is rewritten, else one
 * line for each change. Progress is for people, so what goes wrong with it (no worker up) is left to the result.
 * @throws InterruptedError on Ctrl-C; what `invite.result()` throws
 */
export async function resultWithProgress(invite: InviteHandle, io: Io): Promise<InviteResult> {
  const over = new AbortController();
  return await untilInterrupted(invite, io, async (interrupt) => {
    const signal = AbortSignal.any([interrupt, over.signal]);
    const shown = showChanges(invite, { io, rewrite: io.terminal, write: io.err }, signal);
    const quiet = shown.catch(() => undefined);
    try {
      return await invite.result({ signal: interrupt });
    } finally {
      over.abort();
      await quiet;
      if (io.terminal) io.err(clearLine);
    }
  });
}

export interface Watch {
  readonly invite: InviteHandle;
  readonly io: Io;
  /** Where no worker answers: what the history tells of an invite that is over. Throws while it runs. */
  readonly fromHistory: (unanswered: unknown) => Promise<InviteStatus>;
  /** One line of JSON for each change. */
  readonly json: boolean;
}

/**
 * Shows each change on stdout until the invite is over; on a terminal the line of now is rewritten, and the last one stays.
 * @throws as `resultWithProgress`, and InviteStatusUnavailableError where no worker answers for a running invite
 */
export async function watchToEnd({ invite, io, fromHistory, json }: Watch): Promise<InviteResult> {
  const sink: Sink = { io, rewrite: io.outTerminal && !json, write: io.out, json };
  return await untilInterrupted(invite, io, async (signal) => {
    try {
      const last = await showChanges(invite, sink, signal);
      if (sink.rewrite && last) io.out(`${clearLine}${printed(last, sink)}`);
    } catch (error) {
      if (sink.rewrite) io.out(clearLine);
      if (!(error instanceof InviteStatusUnavailableError)) throw error;
      io.out(printed(await fromHistory(error), sink));
    }
    return await invite.result({ signal });
  });
}

/** Runs `wait` with a signal that Ctrl-C aborts. @throws InterruptedError then */
export async function untilInterrupted<T>(
  { inviteId }: InviteHandle,
  io: Io,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => {
    interrupt.abort();
  });
  try {
    return await wait(interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) throw new InterruptedError(inviteId);
    throw error;
  } finally {
    release();
  }
}

interface Sink {
  readonly io: Io;
  readonly rewrite: boolean;
  readonly write: (text: string) => void;
  readonly json?: boolean;
}

const clearLine = '\r\u001b[2K';

/** Answers with the last status. */
async function showChanges(
  invite: InviteHandle,
  sink: Sink,
  signal: AbortSignal,
): Promise<InviteStatus | undefined> {
  const since = Date.now();
  let now: InviteStatus | undefined;
  const draw = () => {
    sink.write(`${clearLine}${liveLine(now, Date.now() - since, sink.io.columns())}`);
  };
  const redraw = sink.rewrite ? setInterval(draw, redrawMs) : undefined;
  try {
    for await (const status of invite.watch({ pollMs, signal })) {
      now = status;
      if (sink.rewrite) draw();
      else sink.write(printed(status, sink));
    }
    return now;
  } finally {
    clearInterval(redraw);
  }
}

function printed(status: InviteStatus, { json }: Sink): string {
  return json ? `${JSON.stringify(status)}\n` : `${clock(new Date())} ${statusLine(status)}\n`;
}

/** Elapsed time, where it stands and how long it may still take; never wider than the terminal. */
export function liveLine(
  status: InviteStatus | undefined,
  elapsedMs: number,
  columns: number,
): string {
  const where = status === undefined ? 'asking a worker' : statusLine(status, Date.now());
  return `[${(elapsedMs / 1000).toFixed(1)} s] ${where}`.slice(0, columns - 1);
}
