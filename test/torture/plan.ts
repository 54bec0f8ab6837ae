/** What a run will do, decided before it begins: plain data, so that the same seed gives the same text. */
import type { InviteRequest } from '../../client/index.ts';
import type { CallEndInput, CallInput, Script } from '../../simulator/index.ts';
import type { CallFaultName } from './call-faults.ts';
import type { SituationName } from './situations.ts';
import type { Strike } from './strikes.ts';

export interface TorturePlan {
  readonly seed: number;
  /** Over how long the starts of the invites and the strikes are spread. */
  readonly lengthMs: number;
  readonly calls: readonly PlannedCall[];
  /** In the order of their time. */
  readonly strikes: readonly Strike[];
  /** Marked personal data, which must not leak: names and telephone numbers of those invited. */
  readonly canaries: readonly string[];
  /** Ids and names of strangers, which may stand nowhere. */
  readonly secrets: readonly string[];
}

/** A call with everybody who is invited into it. */
export interface PlannedCall {
  readonly callId: string;
  readonly startsAtMs: number;
  readonly faults: readonly CallFaultName[];
  /** To be made before anything starts: this call, and those that replaces and moves come from. */
  readonly calls: readonly Omit<CallInput, 'callbackUri'>[];
  readonly scripts: readonly Script[];
  readonly invites: readonly PlannedInvite[];
  /** The call ends while its invites are under way. */
  readonly end?: { readonly afterMs: number; readonly how: CallEndInput };
}

export interface PlannedInvite {
  readonly situation: SituationName;
  readonly inviteId: string;
  readonly request: InviteRequest;
  /** After the start of its call. */
  readonly afterMs: number;
  /** After its own start. */
  readonly cancelAfterMs?: number;
  /** Somebody else starts it too, with the same id and request. */
  readonly startedTwice?: true;
}
