import type { Io } from '../io.ts';
import { withSession } from '../session.ts';
import { statusLine } from '../status-line.ts';

/** Where one invite stands, as its workflow says. */
export async function status(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  const now = await withSession(io, ({ invites }) => invites.get(inviteId).status());
  io.out(flags.json ? `${JSON.stringify(now)}\n` : `${statusLine(now)}\n`);
}
