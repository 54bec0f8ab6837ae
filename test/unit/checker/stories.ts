/** Runs in which everything went as it should, one for each way in which an invite can end. */
import {
  activity,
  evidenceOf,
  failedActivity,
  failure,
  result,
  rosterSignal,
  signal,
} from './evidence-parts.ts';
import { ada, adaShown, deadlines, facts, ledgerOf, originalCallId } from './ledger-facts.ts';

const posting = activity('postInvite', 10, 50, { status: 'running', participantIds: [] });
const posted = [
  [0, facts.callCreated()],
  [20, facts.postReceived()],
  [20, facts.rang()],
  [40, facts.postAnswered(200)],
] as const;
const came = [
  [90, facts.personJoined()],
  [90, facts.operationEnded('completed')],
] as const;
const completionTold = [100, facts.delivered('completion', 202)] as const;
const rosterTold = [
  110,
  facts.delivered('roster', 202, { clientContext: null, ...adaShown }),
] as const;
const completed = signal(5, 95, 'operationCompleted');

export const joined = () =>
  evidenceOf({
    ledger: ledgerOf(...posted, ...came, completionTold, rosterTold),
    close: { kind: 'completed', result: result() },
    run: { signals: [completed, rosterSignal(6, 105)], activities: [posting] },
  });

const failed = (code: number, subcode: number, outcome: string, retryAdvice: string, more = {}) =>
  evidenceOf({
    ledger: ledgerOf(
      ...posted,
      [90, facts.operationEnded('failed', code, subcode)],
      completionTold,
    ),
    close: failure(outcome, retryAdvice, { resultInfo: { code, subcode }, ...more }),
    run: {
      signals: [signal(5, 95, 'operationFailed', { resultInfo: { code, subcode } })],
      activities: [posting],
    },
  });

export const declined = () => failed(603, 0, 'InviteDeclined', 'never');
/** The true pair stood in Graph's text only. */
export const notReachable = () =>
  failed(500, 0, 'InviteeNotReachable', 'later', {
    resultInfo: { code: 500, subcode: 0, diagnosticCode: '480#10037' },
  });

export const rungOut = () =>
  evidenceOf({
    ledger: ledgerOf(...posted, [150, facts.revoked(204)]),
    close: failure('InviteNoAnswer', 'callerDecides'),
    run: { activities: [posting, activity('removeParticipant', 140, 160, { removed: true })] },
    request: { deadlines: { ...deadlines, ringMs: 100 } },
  });

export const callEnded = () =>
  evidenceOf({
    ledger: ledgerOf(
      ...posted,
      [90, facts.callEnded()],
      [90, facts.operationEnded('callEnded')],
      [100, facts.delivered('terminated', 202, { clientContext: null })],
    ),
    close: failure('CallEnded', 'never', { resultInfo: { code: 200, subcode: 7000 } }),
    run: { signals: [signal(5, 95, 'callTerminated')], activities: [posting] },
  });

const refused = (outcome: string, retryAdvice: string, status: number, failureType: string) =>
  evidenceOf({
    ledger: ledgerOf(
      [0, facts.callCreated()],
      [20, facts.postReceived(false)],
      [40, facts.postAnswered(status)],
    ),
    close: failure(outcome, retryAdvice, { graphError: { status }, operationId: null }),
    run: { activities: [failedActivity('postInvite', 10, 50, failureType)] },
  });

export const rejected = () => refused('InviteRejected', 'never', 403, 'GraphRefused');
export const throttled = () => refused('InviteThrottled', 'later', 429, 'GraphThrottled');

export const unavailable = () =>
  evidenceOf({
    ledger: ledgerOf([0, facts.callCreated()]),
    close: failure('GraphUnavailable', 'later', { operationId: null }),
    run: { activities: [failedActivity('postInvite', 10, 50, 'GraphNotSent')] },
  });

/** The completion is lost, and the roster that Graph gives is empty. */
export const unknown = () =>
  evidenceOf({
    ledger: ledgerOf(
      ...posted,
      ...came,
      [100, facts.delivered('completion', 503)],
      [2_120, facts.rosterRead(false)],
      [2_140, facts.callRead(200)],
    ),
    close: failure('InviteOutcomeUnknown', 'callerDecides'),
    closedAt: 2_200,
    run: {
      activities: [
        posting,
        activity('readRoster', 2_110, 2_130, { size: 0, participants: [], callEnded: false }),
        activity('readCall', 2_131, 2_150, { ended: false }),
        activity('readOperation', 2_151, 2_160, { status: 'unknown' }),
      ],
    },
  });

/** Completed, but never seen in a roster. */
export const rosterUnconfirmed = () =>
  evidenceOf({
    ledger: ledgerOf(
      ...posted,
      [90, facts.operationEnded('completed')],
      completionTold,
      [1_120, facts.rosterRead(false)],
      [1_140, facts.callRead(200)],
    ),
    close: failure('RosterUnconfirmed', 'callerDecides', {
      confirmedBy: { completion: 'notification' },
    }),
    closedAt: 1_200,
    run: {
      signals: [completed],
      activities: [
        posting,
        activity('readRoster', 1_110, 1_130, { size: 1, participants: [], callEnded: false }),
        activity('readCall', 1_131, 1_150, { ended: false }),
      ],
    },
  });

const replacing = {
  participants: [{ identity: { user: { id: ada } }, replacesCallId: originalCallId }],
};
const originalEnd = [
  [115, facts.callEnded(originalCallId)],
  [120, facts.delivered('terminated', 202, { callId: originalCallId, clientContext: null })],
] as const;

export const replaced = () =>
  evidenceOf({
    ledger: ledgerOf(
      [0, facts.callCreated(originalCallId)],
      ...[...posted, ...came, completionTold, rosterTold, ...originalEnd],
    ),
    close: {
      kind: 'completed',
      result: result({
        scenario: 'replace',
        originalCall: { callId: originalCallId, terminated: true },
        confirmedBy: {
          completion: 'notification',
          roster: 'notification',
          teardown: 'notification',
        },
      }),
    },
    run: {
      signals: [
        completed,
        rosterSignal(6, 105),
        signal(7, 118, 'originalCallTerminated', { callId: originalCallId }),
      ],
      activities: [posting],
    },
    request: replacing,
  });

/** The original call stays, and Graph says so. */
export const originalStays = () =>
  evidenceOf({
    ledger: ledgerOf(
      [0, facts.callCreated(originalCallId)],
      ...[...posted, ...came, completionTold, rosterTold],
      [1_120, facts.callRead(200, originalCallId)],
    ),
    close: failure('OriginalCallNotTerminated', 'never', {
      scenario: 'replace',
      originalCall: { callId: originalCallId, terminated: false },
      confirmedBy: { completion: 'notification', roster: 'notification' },
    }),
    closedAt: 1_200,
    run: {
      signals: [completed, rosterSignal(6, 105)],
      activities: [
        posting,
        { ...activity('readCall', 1_110, 1_130, { ended: false }), callId: originalCallId },
      ],
    },
    request: replacing,
  });

export const canceled = () =>
  evidenceOf({
    ledger: ledgerOf(...posted, [150, facts.revoked(204)]),
    close: { kind: 'canceled' },
    run: {
      cancelRequested: { at: 0, position: 4 },
      activities: [posting, activity('removeParticipant', 140, 160, { removed: true })],
    },
  });

export const canceledUnconfirmed = () =>
  evidenceOf({
    ledger: ledgerOf(...posted),
    close: { kind: 'canceled' },
    run: { cancelRequested: { at: 0, position: 4 }, activities: [posting] },
    invite: { recordedOutcome: 'canceledUnconfirmed' },
  });

/** The answer of the first POST is lost, nothing is heard, and the second one is taken. */
export const reposted = () =>
  evidenceOf({
    ledger: ledgerOf(
      [0, facts.callCreated()],
      [20, facts.postReceived()],
      [20, facts.rang()],
      [40, facts.postAnswered(null)],
      [1_120, facts.postReceived()],
      [1_120, facts.rang({ operationId: 'second', participantId: 'second' })],
      [1_140, facts.postAnswered(200)],
      [1_190, facts.personJoined({ operationId: 'second', participantId: 'second' })],
      [1_190, facts.operationEnded('completed')],
      [1_200, facts.delivered('completion', 202)],
      [1_210, facts.delivered('roster', 202, { clientContext: null, ...adaShown })],
    ),
    close: { kind: 'completed', result: result() },
    closedAt: 1_300,
    run: {
      signals: [signal(5, 1_195, 'operationCompleted'), rosterSignal(6, 1_205)],
      activities: [
        failedActivity('postInvite', 10, 50, 'GraphUnclear'),
        activity('postInvite', 1_100, 1_150, { status: 'running', participantIds: [] }),
      ],
    },
    request: { onUnknownOutcome: 'repostOnce' },
  });

export const cleanStories = {
  ...{ joined, declined, notReachable, rungOut, callEnded, rejected, throttled, unavailable },
  ...{
    unknown,
    rosterUnconfirmed,
    replaced,
    originalStays,
    canceled,
    canceledUnconfirmed,
    reposted,
  },
};
