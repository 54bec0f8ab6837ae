/** What the activities take and give. Types only, so that workflow code sees no activity code. */
import type { Invitee } from './invite.ts';
import type { RosterEntry } from './messages.ts';
import type { ResultInfo } from './types.ts';

interface OnCall {
  readonly callId: string;
  /** Whose token to use; absent: the tenant that the credential was configured with. */
  readonly tenantId?: string | undefined;
}

export interface PostInviteInput extends OnCall {
  readonly inviteId: string;
  readonly participants: readonly Invitee[];
  /** Milliseconds for which the register must remember this invite. */
  readonly registerForMs: number;
}

/** Graph's 2xx answer. `completed` and `failed` are final: no notification follows (commsOperation page). */
export interface PostInviteAnswer {
  readonly status: 'running' | 'completed' | 'failed';
  readonly operationId?: string;
  readonly resultInfo?: ResultInfo;
  readonly participantIds: readonly { readonly key: string; readonly participantId: string }[];
}

export interface ReadRosterInput extends OnCall {
  /** Normalised ids of the people asked for; nobody else's entry is returned. */
  readonly keys: readonly string[];
  /** An empty roster is a failure that is tried again, in place of an answer. */
  readonly askAgainWhenEmpty?: boolean;
}

export interface RosterReading {
  /** Entries in Graph's answer, strangers included. 0 proves nothing: Graph lists nobody on some live calls. */
  readonly size: number;
  readonly participants: readonly RosterEntry[];
  /** Graph no longer knows the call. */
  readonly callEnded: boolean;
}

export interface CallReading {
  readonly ended: boolean;
  readonly resultInfo?: ResultInfo;
}

export interface ReadOperationInput extends OnCall {
  readonly operationId: string;
}

/** `unknown`: Graph does not know the operation (any more), which says nothing about how it ended. */
export interface OperationReading {
  readonly status: 'running' | 'completed' | 'failed' | 'unknown';
  readonly resultInfo?: ResultInfo;
}

export interface RemoveParticipantInput extends OnCall {
  readonly participantId: string;
}

export interface InviteActivities {
  postInvite(input: PostInviteInput): Promise<PostInviteAnswer>;
  readRoster(input: ReadRosterInput): Promise<RosterReading>;
  readCall(input: OnCall): Promise<CallReading>;
  readOperation(input: ReadOperationInput): Promise<OperationReading>;
  /** `removed` is false when Graph did not know the participant. */
  removeParticipant(input: RemoveParticipantInput): Promise<{ readonly removed: boolean }>;
}

/** `details[0]` of an activity's failure; its type is one of `graphFaultTypes`. */
export interface GraphFault {
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  /** Milliseconds, from a Retry-After header that could be read. */
  readonly retryAfterMs?: number;
}
