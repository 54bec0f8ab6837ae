import { statusNow } from '../ended-status.ts';
import type { Io } from '../io.ts';
import { withSession } from '../session.ts';
import { statusLine } from '../status-line.ts';

/** Where one invite stands, as its workflow says; once it is over, no worker is needed. */
export async function status(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  const now = await withSession(io, (session) => statusNow(session, inviteId));
  io.out(flags.json ? `${JSON.stringify(now)}\n` : `${statusLine(now)}\n`);
}
