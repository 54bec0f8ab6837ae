import {
  InvalidInviteRequestError,
  InviteError,
  InviteFailedError,
  UnknownPayloadKeyError,
  type InviteErrorCode,
} from '../client/index.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import { TemporalUnreachableError } from '../runtime/temporal-unreachable-error.ts';

/** In the order in which help lists them. */
const exitCodeNames = [
  'ok',
  'failed',
  'usage',
  'canceled',
  'notFound',
  'conflict',
  'temporalUnavailable',
  'noWorker',
  'unhealthy',
  'internal',
  'interrupted',
] as const;
export type ExitCodeName = (typeof exitCodeNames)[number];

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
  unhealthy: 8,
  internal: 70,
  interrupted: 130,
} as const satisfies Readonly<Record<ExitCodeName, number>>;

const meanings: Readonly<Record<ExitCodeName, string>> = {
  ok: 'done; with watch and start --wait: joined',
  failed: 'the invite ended with a failure, or was ended from outside',
  usage: 'the request, the arguments or the configuration are not usable, or Temporal refuses them',
  canceled: 'the invite was canceled',
  notFound: 'there is no such invite',
  conflict: 'the invite id was used for another request',
  temporalUnavailable: 'Temporal cannot be reached or does not answer',
  noWorker: 'no worker answered for the status',
  unhealthy: 'doctor found something to fix',
  internal: 'an error in this program',
  interrupted: 'Ctrl-C while waiting; the invite goes on',
};

/** The part of a help text that lists these codes; every one where none is named. */
export function exitCodesHelpOf(names?: readonly ExitCodeName[]): string {
  const lines = exitCodeNames
    .filter((name) => names === undefined || names.includes(name))
    .map((name) => `  ${String(exitCodes[name]).padEnd(3)} ${meaningFor(name, names)}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

/** Only some commands end as an invite does. */
function meaningFor(name: ExitCodeName, names: readonly ExitCodeName[] | undefined): string {
  const isAboutEnds = names === undefined || names.includes('failed');
  return name === 'ok' && !isAboutEnds ? 'done' : meanings[name];
}

export const exitCodesHelp = exitCodesHelpOf();

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
  if (error instanceof InterruptedError) return exitCodes.interrupted;
  if (error instanceof NotAnInviteError) return exitCodes.notFound;
  if (error instanceof TemporalUnreachableError) return exitCodes.temporalUnavailable;
  if (isConfiguration(error) || error instanceof UsageError) return exitCodes.usage;
  return exitCodes.internal;
}

/** Arguments that contradict each other, or input that is no JSON. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ctrl-C while an invite was waited for. The invite is in Temporal, and nothing of it was stopped. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(inviteId: string) {
    super(
      `Stopped waiting. Invite ${inviteId} goes on; follow it again with: graph-invite watch ${inviteId}\n` +
        `To take it back: graph-invite cancel ${inviteId}`,
    );
  }
}

/** A workflow of that id is there, and something else. */
export class NotAnInviteError extends Error {
  override readonly name = 'NotAnInviteError';

  constructor(workflowId: string, workflowType: string) {
    super(`Workflow ${workflowId} is of type ${workflowType}, and no invite.`);
  }
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
  if (error instanceof InviteFailedError)
    return `${error.message} ${retryAdviceText[error.retryAdvice]}`;
  return exitCodeOf(error) === exitCodes.internal && error instanceof Error
    ? (error.stack ?? error.message)
    : messageOf(error);
}

export const retryAdviceText = {
  never: 'The same invite would fail again.',
  later: 'It may succeed later, as a new invite.',
  callerDecides: 'Whether to try again, as a new invite, is a decision of yours.',
} as const;

function nameOf(error: unknown): string {
  if (error instanceof InviteError) return error.code;
  if (error instanceof TemporalUnreachableError) return 'temporalUnavailable';
  if (error instanceof InterruptedError) return 'interrupted';
  if (error instanceof NotAnInviteError) return 'notAnInvite';
  if (isConfiguration(error)) return 'configuration';
  return error instanceof UsageError ? 'usage' : 'internal';
}

function isConfiguration(error: unknown): boolean {
  return error instanceof ConfigurationError || error instanceof UnknownPayloadKeyError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
