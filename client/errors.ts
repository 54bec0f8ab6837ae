import type { InviteFailureType } from '../contracts/errors.ts';
import type { InviteFailureDetails } from '../contracts/types.ts';

/** What a caller branches on; meanings and what to do: docs/errors.md. */
export const inviteErrorCodes = [
  'inviteFailed',
  'inviteCanceled',
  'inviteEnded',
  'inviteNotFound',
  'inviteConflict',
  'invalidInviteRequest',
  'inviteStatusUnavailable',
  'inviteUnreadable',
  'temporalUnavailable',
  'temporalRefused',
] as const;
export type InviteErrorCode = (typeof inviteErrorCodes)[number];

/** Every error of this client that is not a bug; `cause` is what Temporal's client threw. */
export abstract class InviteError extends Error {
  abstract readonly code: InviteErrorCode;

  /** For an answer or a log line: message and members, without `cause` and stack. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { ...Object.fromEntries(Object.entries(this)), message: this.message };
  }
}

/** The invite ended without everything expected: the run shows Failed. */
export class InviteFailedError extends InviteError {
  override readonly name = 'InviteFailedError';
  readonly code = 'inviteFailed';
  readonly inviteId: string;
  readonly type: InviteFailureType;
  readonly details: InviteFailureDetails;
  /** Whether the same invite may be tried again, under a new id. */
  readonly retryAdvice: InviteFailureDetails['retryAdvice'];

  constructor(inviteId: string, details: InviteFailureDetails, options?: ErrorOptions) {
    super(`Invite ${inviteId} ended with ${details.outcome}${codesOf(details)}.`, options);
    this.inviteId = inviteId;
    this.type = details.outcome;
    this.details = details;
    this.retryAdvice = details.retryAdvice;
  }

  /** Without the people: their ids may be telephone numbers, which belong in no log. */
  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), details: { ...this.details, participants: undefined } };
  }
}

/** The invite was canceled before the operation completed. */
export class InviteCanceledError extends InviteError {
  override readonly name = 'InviteCanceledError';
  readonly code = 'inviteCanceled';
  readonly inviteId: string;
  /** False: Graph did not confirm that the invite was taken back. Undefined: that could not be learned. */
  readonly revokeConfirmed: boolean | undefined;

  constructor(inviteId: string, revokeConfirmed: boolean | undefined, options?: ErrorOptions) {
    super(`Invite ${inviteId} was canceled${revokeNotes(revokeConfirmed)}.`, options);
    this.inviteId = inviteId;
    this.revokeConfirmed = revokeConfirmed;
  }
}

export type InviteEnd = 'terminated' | 'timedOut' | 'failed' | 'unreadable';

/** An end that this project does not bring about itself; whether anybody joined is not known. */
export class InviteEndedError extends InviteError {
  override readonly name = 'InviteEndedError';
  readonly code = 'inviteEnded';
  readonly inviteId: string;
  /** `failed`: with a failure that is none of ours. `unreadable`: completed with a result of another shape. */
  readonly end: InviteEnd;

  constructor(inviteId: string, end: InviteEnd, options?: ErrorOptions) {
    super(`Invite ${inviteId} ended without an outcome (${end}); look at its run.`, options);
    this.inviteId = inviteId;
    this.end = end;
  }
}

export class InviteNotFoundError extends InviteError {
  override readonly name = 'InviteNotFoundError';
  readonly code = 'inviteNotFound';
  readonly inviteId: string;

  constructor(inviteId: string, options?: ErrorOptions) {
    super(
      `There is no invite ${inviteId} in this namespace: never started, or past retention.`,
      options,
    );
    this.inviteId = inviteId;
  }
}

/** The invite id was used before for another request; an id belongs to one request for good. */
export class InviteConflictError extends InviteError {
  override readonly name = 'InviteConflictError';
  readonly code = 'inviteConflict';
  readonly inviteId: string;
  /** Members of the request that differ from the stored one. */
  readonly differing: readonly string[];

  constructor(inviteId: string, differing: readonly string[], options?: ErrorOptions) {
    super(
      `Invite ${inviteId} was started before with another request` +
        ` (different: ${differing.join(', ')}). Use a new inviteId for a new request.`,
      options,
    );
    this.inviteId = inviteId;
    this.differing = differing;
  }
}

/** The request breaks the rules; nothing was started. */
export class InvalidInviteRequestError extends InviteError {
  override readonly name = 'InvalidInviteRequestError';
  readonly code = 'invalidInviteRequest';
  /** Each `member: what is wrong`; values are never repeated. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`The invite request is not valid: ${problems.join(' ')}`, options);
    this.problems = problems;
  }
}

/** The status is answered by a worker, and none did. The invite itself goes on, or has ended. */
export class InviteStatusUnavailableError extends InviteError {
  override readonly name = 'InviteStatusUnavailableError';
  readonly code = 'inviteStatusUnavailable';
  readonly inviteId: string;

  constructor(inviteId: string, options?: ErrorOptions) {
    super(
      `No worker answered for the status of invite ${inviteId}: is one running on its task queue?` +
        ' The invite is stored and goes on as soon as a worker does.',
      options,
    );
    this.inviteId = inviteId;
  }
}

/** What Temporal keeps of the invite was written in clear, or changed, and this process reads encrypted payloads only. */
export class InviteUnreadableError extends InviteError {
  override readonly name = 'InviteUnreadableError';
  readonly code = 'inviteUnreadable';
  readonly inviteId: string;

  constructor(inviteId: string, options?: ErrorOptions) {
    super(
      `What Temporal keeps of invite ${inviteId} cannot be read here: it was not written with a key of` +
        ' PAYLOAD_ENCRYPTION_KEYS_FILE. Was it started without that file?',
      options,
    );
    this.inviteId = inviteId;
  }
}

/** Temporal did not answer in time. A start may have been stored all the same: repeat it with the same inviteId. */
export class TemporalUnavailableError extends InviteError {
  override readonly name = 'TemporalUnavailableError';
  readonly code = 'temporalUnavailable';
  readonly inviteId: string | undefined;

  constructor(doing: string, inviteId: string | undefined, options?: ErrorOptions) {
    super(`Temporal could not ${doing}${nameOf(inviteId)}: ${reasonOf(options?.cause)}`, options);
    this.inviteId = inviteId;
  }
}

/** Temporal answered, and would not do it: unknown namespace, missing search attributes, no permission, a bad query. */
export class TemporalRefusedError extends InviteError {
  override readonly name = 'TemporalRefusedError';
  readonly code = 'temporalRefused';
  readonly inviteId: string | undefined;

  constructor(doing: string, inviteId: string | undefined, options?: ErrorOptions) {
    super(
      `Temporal refused to ${doing}${nameOf(inviteId)}: ${reasonOf(options?.cause)}` +
        ' (missing search attributes are added by `graph-invite setup`).',
      options,
    );
    this.inviteId = inviteId;
  }
}

function nameOf(inviteId: string | undefined): string {
  return inviteId === undefined ? '' : ` (invite ${inviteId})`;
}

function codesOf({ resultInfo, graphError }: InviteFailureDetails): string {
  if (resultInfo?.diagnosticCode !== undefined) return ` (${resultInfo.diagnosticCode})`;
  if (resultInfo?.code !== undefined) return ` (${resultInfo.code}/${resultInfo.subcode ?? 0})`;
  if (graphError !== undefined) return ` (HTTP ${graphError.status})`;
  return '';
}

function revokeNotes(revokeConfirmed: boolean | undefined): string {
  if (revokeConfirmed === undefined) return '';
  return revokeConfirmed ? ' and nobody rings any more' : '; Graph did not confirm the revoke';
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no reason given.';
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
