import type { InviteFailureType } from '../../contracts/errors.ts';

interface Meaning {
  readonly meaning: string;
  /** What an operator does. */
  readonly operator: string;
}

/** The table of docs/errors.md, without its marks; a test holds both together. */
export const failureMeanings: Readonly<Record<InviteFailureType, Meaning>> = {
  InvalidInviteRequest: {
    meaning: 'The request or the workflow id breaks a rule. Nothing was sent',
    operator: 'Correct the caller; problems names each rule',
  },
  InviteRejected: {
    meaning: 'Graph refused the POST: 4xx other than 404 and 429, also a second 401. Nobody rang',
    operator:
      'Read graphError.code. 401, 403: credential, app permission, tenant consent, calling registration (permissions)',
  },
  InviteThrottled: {
    meaning:
      'Graph throttled (429, or 503 with Retry-After), and the next try would have come after operationMs. Nobody rang',
    operator: 'Start fewer invites at a time, or give a longer operationMs',
  },
  GraphUnavailable: {
    meaning:
      'Provably nothing was sent until operationMs: no connection to Graph, no access token, the registration could not be written, or no worker took the POST',
    operator:
      "Look at the worker's log and its network, token endpoint and Temporal; are workers polling the queue?",
  },
  InviteDeclined: {
    meaning: 'The person declined',
    operator: 'Nothing',
  },
  InviteBusy: {
    meaning: 'The number was busy',
    operator: 'Nothing',
  },
  InviteNoAnswer: {
    meaning: 'Nobody answered in time, or ringMs ran out and the invite was taken back',
    operator: 'Nothing',
  },
  InviteeNotReachable: {
    meaning: 'No endpoint of the person could be reached',
    operator: 'For never: routing or calling policy of the person',
  },
  InviteFailed: {
    meaning: 'The operation failed otherwise',
    operator: 'Look the codes up. 412#10073, 403#10151: PSTN set-up of the bot',
  },
  CallEnded: {
    meaning: 'The call ended before everyone was in it: POST answered 404, notified, or found gone',
    operator:
      'Nothing. Many of them with graphError.status 404 right at the start: wrong call id, or GRAPH_BASE_URL of another cloud',
  },
  InviteOutcomeUnknown: {
    meaning:
      'An unclear POST, or no completion by the deadline, and Graph could not tell either. The person may have been rung, and may be in the call',
    operator:
      'Look into the call. Many of them: notifications do not arrive (callback URL, token settings), or Graph cannot be read',
  },
  RosterUnconfirmed: {
    meaning: 'Completed, but no roster showed everyone, nor did asking',
    operator:
      'Look into the call: lobby? Many of them: roster notifications do not arrive, or reading the roster is not permitted',
  },
  OriginalCallNotTerminated: {
    meaning:
      'Joined (joined: true), but nothing showed by teardownMs that the replaced call ended; Graph may have been out of reach',
    operator: 'End the original call, if it is not wanted',
  },
};

/** For ends that are no failure of ours. */
export const otherAdvice = {
  canceledUnconfirmed: 'Look into the call: the person may still ring, or join',
  terminated:
    'Look into the call: whoever ended the run did not take the invite back. Cancel does, Terminate does not',
  unreadable: "Look at the run in Temporal's UI: another release, or another program, has ended it",
} as const;
