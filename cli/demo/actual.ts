import {
  InviteCanceledError,
  InviteFailedError,
  type InviteFailureDetails,
  type InviteResult,
} from '../../client/index.ts';

/** An end in one line, out of the result: what a scenario's `expected` is compared with. */
export function joinedText({ scenario, confirmedBy }: InviteResult): string {
  const { completion, roster, teardown } = confirmedBy;
  return `joined (${scenario}; completion: ${completion}, roster: ${roster}, teardown: ${teardown})`;
}

/** The same for an invite that did not end well; other errors are told in their own words. */
export function errorText(error: unknown): string {
  if (error instanceof InviteFailedError) return failedText(error.details);
  if (error instanceof InviteCanceledError) return `canceled (revoke: ${error.revokeConfirmed})`;
  return error instanceof Error ? error.message : 'unknown error';
}

function failedText({ outcome, resultInfo, retryAdvice }: InviteFailureDetails): string {
  const { code, subcode, diagnosticCode } = resultInfo ?? {};
  const codes = `${code ?? 'no code'}/${subcode ?? 'no subcode'}`;
  const diagnostic = diagnosticCode === undefined ? '' : `, diagnostic ${diagnosticCode}`;
  return `${outcome} (${codes}${diagnostic}; retry: ${retryAdvice})`;
}
