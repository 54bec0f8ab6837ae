import { InviteError, type InviteErrorCode } from 'graph-invite-orchestrator/client';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * What a caller over HTTP learns of an error. The body of an invite's error is its `toJSON()`: `code`, `message`, and for a
 * failed invite `type`, `retryAdvice` and `details`.
 */
export function answerForError(error: unknown): Answer {
  if (error instanceof InviteError) {
    const status = statuses[error.code];
    return { status, headers: status === 503 ? { 'retry-after': '1' } : {}, body: error.toJSON() };
  }
  const status = statusOf(error);
  if (status !== undefined) return { status, headers: {}, body: { code: 'badRequest' } };
  if (isAbort(error)) {
    // A closing server waits for connections that are kept.
    return { status: 503, headers: { connection: 'close' }, body: { code: 'closing' } };
  }
  return { status: 500, headers: {}, body: { code: 'internal' } };
}

const statuses: Readonly<Record<InviteErrorCode, number>> = {
  invalidInviteRequest: 400,
  inviteNotFound: 404,
  inviteConflict: 409,
  inviteCanceled: 410,
  // Not 5xx, whatever `retryAdvice` says: sent again with the same key it would be the same failed invite.
  inviteFailed: 422,
  inviteEnded: 500,
  inviteUnreadable: 500,
  temporalRefused: 500,
  // To be sent again as it is, with the same key.
  inviteStatusUnavailable: 503,
  temporalUnavailable: 503,
};

/** Of what Express and Fastify throw themselves, such as for a body that is no JSON. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined;
}

/** The caller went away, or the server closes. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
