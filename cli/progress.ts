import type { InviteHandle, InviteResult } from '../client/index.ts';
import type { Io } from './io.ts';
import { clock, statusLine } from './status-line.ts';

const redrawMs = 500;
const pollMs = 500;

/**
 * Waits for the result and shows on stderr where the invite stands: on a terminal one line that is rewritten, else one
 * line for each change. Progress is for people, so what goes wrong with it (no worker up) is left to the result.
 */
export async function resultWithProgress(invite: InviteHandle, io: Io): Promise<InviteResult> {
  const stop = new AbortController();
  const shown = showChanges(invite, io, stop.signal).catch(() => undefined);
  try {
    return await invite.result();
  } finally {
    stop.abort();
    await shown;
    if (io.terminal) io.err(clearLine);
  }
}

const clearLine = '\r\u001b[2K';

async function showChanges(invite: InviteHandle, io: Io, signal: AbortSignal): Promise<void> {
  const since = Date.now();
  let line = 'starting';
  const draw = () => {
    io.err(`${clearLine}[${((Date.now() - since) / 1000).toFixed(1)} s] ${line}`);
  };
  const redraw = io.terminal ? setInterval(draw, redrawMs) : undefined;
  try {
    for await (const status of invite.watch({ pollMs, signal })) {
      line = statusLine(status);
      if (io.terminal) draw();
      else io.err(`${clock(new Date())} ${line}\n`);
    }
  } finally {
    clearInterval(redraw);
  }
}
