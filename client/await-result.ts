import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { isUnreadable } from '../contracts/guards.ts';
import { graphInviteOutcome } from '../contracts/search-attributes.ts';
import { InviteResultSchema } from '../contracts/schemas/invite-result.ts';
import type { InviteResult } from '../contracts/types.ts';
import {
  InviteCanceledError,
  InviteEndedError,
  InviteUnreadableError,
  TemporalUnavailableError,
} from './errors.ts';
import { errorOfEnd } from './error-of-end.ts';
import { grpcStatus, temporalCall } from './temporal-call.ts';

/** One long poll; the server itself answers empty-handed after about 20 s, and the next one follows. */
const pollMs = 60_000;

interface Wait {
  readonly client: Client;
  readonly handle: WorkflowHandle;
  readonly inviteId: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Waits for the end of the run. Aborting ends the waiting only, with the reason of the signal. */
export async function awaitResult(wait: Wait): Promise<InviteResult> {
  for (;;) {
    try {
      return resultOf(wait.inviteId, await longPoll(wait));
    } catch (error) {
      if (error instanceof WorkflowFailedError) throw await typedEnd(wait, error);
      if (!(error instanceof TemporalUnavailableError && grpcStatus(error) === 4)) throw error;
    }
  }
}

function longPoll({ client, handle, inviteId, signal }: Wait): Promise<unknown> {
  const call = { client, timeoutMs: pollMs, doing: 'give the result', inviteId, signal };
  return temporalCall(call, () => handle.result());
}

function resultOf(inviteId: string, value: unknown): InviteResult {
  if (isUnreadable(value)) throw new InviteUnreadableError(inviteId);
  const parsed = InviteResultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InviteEndedError(inviteId, 'unreadable', { cause: parsed.error });
}

async function typedEnd(wait: Wait, failed: WorkflowFailedError): Promise<Error> {
  const end = errorOfEnd(wait.inviteId, failed);
  return end instanceof InviteCanceledError
    ? new InviteCanceledError(wait.inviteId, await readRevokeConfirmed(wait), { cause: failed })
    : end;
}

/** From the search attribute, which `describe` reads from the run itself, not from visibility. */
async function readRevokeConfirmed(wait: Wait): Promise<boolean | undefined> {
  const { handle } = wait;
  try {
    const call = { ...wait, doing: 'describe the invite' };
    const run = await temporalCall(call, () => handle.describe());
    const outcome = run.typedSearchAttributes.get(graphInviteOutcome);
    if (outcome === 'canceled') return true;
    return outcome === 'canceledUnconfirmed' ? false : undefined;
  } catch {
    wait.signal?.throwIfAborted();
    // The cancellation is certain and worth more than an error about a detail of it.
    return undefined;
  }
}
