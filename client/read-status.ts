import { QueryNotRegisteredError, type Client, type WorkflowHandle } from '@temporalio/client';
import { isUnreadable } from '../contracts/guards.ts';
import { inviteStatusQuery } from '../contracts/messages.ts';
import { InviteStatusSchema } from '../contracts/schemas/invite-result.ts';
import type { InviteStatus } from '../contracts/types.ts';
import {
  InviteStatusUnavailableError,
  InviteUnreadableError,
  TemporalUnavailableError,
} from './errors.ts';
import { grpcStatus, temporalCall } from './temporal-call.ts';

interface Read {
  readonly client: Client;
  readonly handle: WorkflowHandle;
  readonly inviteId: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Answered by a worker, which may replay an ended run for it. */
export async function readStatus(read: Read): Promise<InviteStatus> {
  const { handle, inviteId } = read;
  const call = { ...read, doing: 'answer for the status' };
  try {
    const answer: unknown = await temporalCall(call, () => handle.query(inviteStatusQuery));
    if (isUnreadable(answer)) throw new InviteUnreadableError(inviteId);
    return InviteStatusSchema.parse(answer);
  } catch (cause) {
    if (!isUnanswered(cause)) throw cause;
    // Without Temporal nobody answers either: then this throws, and says so.
    await temporalCall(call, () => handle.describe());
    throw new InviteStatusUnavailableError(inviteId, { cause });
  }
}

/** 4, DEADLINE_EXCEEDED: nobody took the query. 9, FAILED_PRECONDITION: nobody has polled this queue for long. */
function isUnanswered(error: unknown): boolean {
  if (error instanceof QueryNotRegisteredError) return true;
  const status = error instanceof TemporalUnavailableError ? grpcStatus(error) : undefined;
  return status === 4 || status === 9;
}
