import {
  InvalidInviteRequestError,
  InviteError,
  InviteFailedError,
  UnknownPayloadKeyError,
  type InviteErrorCode,
} from '../client/index.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import { TemporalUnreachableError } from '../runtime/temporal-unreachable-error.ts';

/** What scripts branch on; shown by `graph-invite --help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  canceled: 3,
  notFound: 4,
  conflict: 5,
  temporalUnavailable: 6,
  noWorker: 7,
  internal: 70,
} as const;

export const exitCodesHelp = `
Exit codes:
  0   done; with --wait: joined
  1   the invite ended with a failure, or was ended from outside
  2   the request, the arguments or the configuration are not usable, or Temporal refuses them
  3   the invite was canceled
  4   there is no such invite
  5   the invite id was used for another request
  6   Temporal cannot be reached or does not answer
  7   no worker answered for the status
  70  an error in this program`;

const byCode: Readonly<Record<InviteErrorCode, number>> = {
  inviteFailed: exitCodes.failed,
  inviteEnded: exitCodes.failed,
  inviteCanceled: exitCodes.canceled,
  inviteNotFound: exitCodes.notFound,
  inviteConflict: exitCodes.conflict,
  invalidInviteRequest: exitCodes.usage,
  inviteStatusUnavailable: exitCodes.noWorker,
  inviteUnreadable: exitCodes.usage,
  temporalUnavailable: exitCodes.temporalUnavailable,
  temporalRefused: exitCodes.usage,
};

export function exitCodeOf(error: unknown): number {
  if (error instanceof InviteError) return byCode[error.code];
  if (error instanceof TemporalUnreachableError) return exitCodes.temporalUnavailable;
  if (isConfiguration(error) || error instanceof UsageError) return exitCodes.usage;
  return exitCodes.internal;
}

/** Arguments that contradict each other, or input that is no JSON. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The `error` member of a command's JSON document. */
export function describeError(error: unknown): object {
  if (error instanceof InviteFailedError) {
    const { code, message, type, retryAdvice, details } = error;
    return { code, message, type, retryAdvice, details };
  }
  if (error instanceof InvalidInviteRequestError) {
    return { code: error.code, message: error.message, problems: error.problems };
  }
  return { code: nameOf(error), message: messageOf(error) };
}

/** For a person: every problem on a line of its own. */
export function explainError(error: unknown): string {
  if (error instanceof InvalidInviteRequestError) {
    return ['The invite request is not valid:', ...error.problems.map((one) => `  - ${one}`)].join(
      '\n',
    );
  }
  if (error instanceof InviteFailedError) return `${error.message} ${advice[error.retryAdvice]}`;
  return exitCodeOf(error) === exitCodes.internal && error instanceof Error
    ? (error.stack ?? error.message)
    : messageOf(error);
}

const advice = {
  never: 'The same invite would fail again.',
  later: 'It may succeed later, as a new invite.',
  callerDecides: 'Whether to try again, as a new invite, is a decision of yours.',
} as const;

function nameOf(error: unknown): string {
  if (error instanceof InviteError) return error.code;
  if (error instanceof TemporalUnreachableError) return 'temporalUnavailable';
  if (isConfiguration(error)) return 'configuration';
  return error instanceof UsageError ? 'usage' : 'internal';
}

function isConfiguration(error: unknown): boolean {
  return error instanceof ConfigurationError || error instanceof UnknownPayloadKeyError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
