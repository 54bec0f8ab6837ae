import { statusFromHistory } from '../ended-status.ts';
import type { Io } from '../io.ts';
import { watchToEnd } from '../progress.ts';
import { withSession } from '../session.ts';

/** Follows the invite to its end, and ends as the invite does: an error unless it joined. */
export async function watch(
  inviteId: string,
  { json = false }: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  await withSession(io, async (session) => {
    const invite = session.invites.get(inviteId);
    const fromHistory = (error: unknown) => statusFromHistory(session, inviteId, error);
    await watchToEnd({ invite, io, fromHistory, json });
  });
}
