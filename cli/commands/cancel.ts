import { temporalCall } from '../../client/temporal-call.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { graphInviteOutcome } from '../../contracts/search-attributes.ts';
import type { Io } from '../io.ts';
import { withSession, type Session } from '../session.ts';

/** Asks for the invite to be taken back; whether that still works is told by its end. */
export async function cancel(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  const over = await withSession(io, async (session) => {
    const ended = await readEnd(session, inviteId);
    if (ended === undefined) await session.invites.get(inviteId).cancel();
    return ended;
  });
  if (flags.json) {
    const outcome = over === undefined ? {} : { over: true, outcome: over.outcome };
    io.out(`${JSON.stringify({ inviteId, cancelRequested: over === undefined, ...outcome })}\n`);
  } else if (over === undefined) {
    io.out(`Cancel requested; see how it ends with: graph-invite watch ${inviteId}\n`);
  } else {
    const how = over.outcome === null ? '' : ` (${over.outcome})`;
    io.out(`Invite ${inviteId} is over already${how}; nothing was changed.\n`);
  }
}

/** From the run itself, not from visibility: Temporal takes a cancel of an ended run without a word. */
async function readEnd(
  { temporal: { client } }: Session,
  inviteId: string,
): Promise<{ readonly outcome: string | null } | undefined> {
  const call = { client, timeoutMs: 10_000, doing: 'describe the invite', inviteId };
  const handle = client.workflow.getHandle(inviteWorkflowId(inviteId));
  const run = await temporalCall(call, () => handle.describe());
  if (run.status.name === 'RUNNING') return undefined;
  return { outcome: run.typedSearchAttributes.get(graphInviteOutcome) ?? null };
}
