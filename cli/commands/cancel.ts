import type { Io } from '../io.ts';
import { withSession } from '../session.ts';

/** Asks for the invite to be taken back; whether that still works is told by its end. */
export async function cancel(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  await withSession(io, ({ invites }) => invites.get(inviteId).cancel());
  io.out(
    flags.json
      ? `${JSON.stringify({ inviteId, cancelRequested: true })}\n`
      : `Cancel requested; see how it ends with: graph-invite watch ${inviteId}\n`,
  );
}
