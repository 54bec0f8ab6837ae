/** Every outcome in one sentence, and what a person does about it; in full: docs/errors.md. */
import type { InviteStatus } from '../contracts/types.ts';

type Outcome = NonNullable<InviteStatus['outcome']>;

export interface OutcomeText {
  readonly title: string;
  readonly next: string;
}

const nothing = 'nothing';

export const outcomeTexts: Readonly<Record<Outcome, OutcomeText>> = {
  joined: { title: 'everything that was asked for happened', next: nothing },
  canceled: {
    title: 'nobody rings any more; nothing was sent, or it was taken back',
    next: nothing,
  },
  canceledUnconfirmed: {
    title: 'Graph confirmed no revoke; it may still ring, or they may be in the call',
    next: 'look into the call, and remove them there if they are not wanted',
  },
  InvalidInviteRequest: {
    title: 'the request breaks a rule; nothing was sent',
    next: 'correct the caller; the failure names each rule',
  },
  InviteRejected: {
    title: 'Graph refused the invite; nobody rang',
    next: 'read the code; 401 and 403: credential, permission, consent',
  },
  InviteThrottled: {
    title: 'Graph throttled until the deadline; nobody rang',
    next: 'start fewer at a time, or give a longer operationMs',
  },
  GraphUnavailable: {
    title: 'nothing could be sent until the deadline; nobody rang',
    next: "look at the worker's log, its network and the token endpoint",
  },
  InviteDeclined: { title: 'the invite was declined', next: nothing },
  InviteBusy: { title: 'the line was busy', next: nothing },
  InviteNoAnswer: { title: 'nobody answered in time', next: nothing },
  InviteeNotReachable: {
    title: 'no endpoint of the person could be reached',
    next: 'nothing, unless it is for good: then their routing or calling policy',
  },
  InviteFailed: { title: 'the operation failed', next: 'look the codes up in docs/errors.md' },
  CallEnded: { title: 'the call ended before everyone was in it', next: nothing },
  InviteOutcomeUnknown: {
    title: 'nobody can say; they may have been rung, and may be in the call',
    next: 'look into the call; many of them: do notifications arrive?',
  },
  RosterUnconfirmed: {
    title: 'answered, but no roster showed everyone',
    next: 'look into the call: do they wait in the lobby?',
  },
  OriginalCallNotTerminated: {
    title: 'joined, but nothing showed that the original call ended',
    next: 'end the original call, if it is not wanted',
  },
};
