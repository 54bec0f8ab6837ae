import type { Io } from '../io.ts';
import { withSession } from '../session.ts';
import { clock, statusLine } from '../status-line.ts';

/** One line for each change, until the invite has ended. */
export async function watch(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  await withSession(io, async ({ invites }) => {
    for await (const now of invites.get(inviteId).watch()) {
      io.out(flags.json ? `${JSON.stringify(now)}\n` : `${clock(new Date())} ${statusLine(now)}\n`);
    }
  });
}
