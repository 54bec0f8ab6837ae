/** Closed lists of the failure types that other programs branch on. Their meanings: docs/errors.md. */

/** How an invite can end without everything expected: the type of the workflow's ApplicationFailure. */
export const inviteFailureTypes = [
  'InvalidInviteRequest',
  'InviteRejected',
  'InviteThrottled',
  'GraphUnavailable',
  'InviteDeclined',
  'InviteBusy',
  'InviteNoAnswer',
  'InviteeNotReachable',
  'InviteFailed',
  'CallEnded',
  'InviteOutcomeUnknown',
  'RosterUnconfirmed',
  'OriginalCallNotTerminated',
] as const;
export type InviteFailureType = (typeof inviteFailureTypes)[number];

/**
 * How an activity's request to Graph can fail. `GraphNotSent` and `GraphThrottled` say that Graph provably executed
 * nothing; `GraphUnclear` says that it may have.
 */
export const graphFaultTypes = [
  'GraphNotSent',
  'GraphThrottled',
  'GraphUnclear',
  'GraphRefused',
  'GraphNotFound',
] as const;
export type GraphFaultType = (typeof graphFaultTypes)[number];

export const retryAdvices = ['never', 'later', 'callerDecides'] as const;
export type RetryAdvice = (typeof retryAdvices)[number];

export function isInviteFailureType(value: unknown): value is InviteFailureType {
  return inviteFailureTypes.some((type) => type === value);
}

export function isGraphFaultType(value: unknown): value is GraphFaultType {
  return graphFaultTypes.some((type) => type === value);
}
