export type { AbortOptions } from './abortable.ts';
export {
  createInviteClient,
  type InviteClient,
  type InviteClientOptions,
  type InviteConnection,
} from './invite-client.ts';
export {
  InvalidInviteRequestError,
  InviteCanceledError,
  InviteConflictError,
  InviteEndedError,
  InviteError,
  inviteErrorCodes,
  InviteFailedError,
  InviteNotFoundError,
  InviteStatusUnavailableError,
  InviteUnreadableError,
  TemporalRefusedError,
  TemporalUnavailableError,
  type InviteEnd,
  type InviteErrorCode,
} from './errors.ts';
export type { InviteHandle } from './invite-handle.ts';
export type { InviteRow, InviteRunStatus, ListOptions } from './list-invites.ts';
export {
  checkStartRequest,
  type CheckedStart,
  type StartInviteRequest,
} from './check-start-request.ts';
export type { WatchOptions } from './watch-status.ts';
export { UnknownPayloadKeyError } from '../runtime/payload-codec.ts';
export { payloadEncryption } from '../runtime/payload-encryption.ts';
export type { InviteFailureType, RetryAdvice } from '../contracts/errors.ts';
export type {
  InviteFailureDetails,
  InvitePhase,
  InviteRequest,
  InviteResult,
  InviteScenario,
  InviteStatus,
  ParticipantRequest,
} from '../contracts/types.ts';
