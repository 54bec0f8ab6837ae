import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  type WorkflowFailedError,
} from '@temporalio/client';
import { isInviteFailureType, type InviteFailureType } from '../contracts/errors.ts';
import { InviteFailureDetailsSchema } from '../contracts/schemas/invite-result.ts';
import type { InviteFailureDetails } from '../contracts/types.ts';
import { InviteCanceledError, InviteEndedError, InviteFailedError } from './errors.ts';
import type { InviteError } from './errors.ts';

/** The typed error for a run that did not complete, from the type and details of its failure, never its message. */
export function errorOfEnd(inviteId: string, failed: WorkflowFailedError): InviteError {
  const { cause } = failed;
  const because = { cause: failed };
  if (cause instanceof CancelledFailure)
    return new InviteCanceledError(inviteId, undefined, because);
  if (cause instanceof TerminatedFailure)
    return new InviteEndedError(inviteId, 'terminated', because);
  if (cause instanceof TimeoutFailure) return new InviteEndedError(inviteId, 'timedOut', because);
  if (cause instanceof ApplicationFailure && isInviteFailureType(cause.type)) {
    return new InviteFailedError(inviteId, detailsOf(cause.type, cause.details?.[0]), because);
  }
  return new InviteEndedError(inviteId, 'failed', because);
}

/** A failure of ours whose details cannot be read (another release, a lost key) still has its type. */
function detailsOf(type: InviteFailureType, details: unknown): InviteFailureDetails {
  const parsed = InviteFailureDetailsSchema.safeParse(details);
  if (parsed.success) return { ...parsed.data, outcome: type };
  return {
    outcome: type,
    joined: type === 'OriginalCallNotTerminated',
    retryAdvice: 'callerDecides',
  };
}
