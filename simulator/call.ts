import type { ResultInfo } from './bodies/result-info.ts';
import type { FaultPlan } from './faults.ts';
import type { Oddities } from './oddities.ts';
import type { Person, RosterEntry } from './person.ts';
import type { Fact } from './script.ts';

export const callKinds = ['peerToPeer', 'group', 'meeting'] as const;
export type CallKind = (typeof callKinds)[number];

/** A call of the simulated bot. Changed in place by `call-state.ts` and `roster.ts` only. */
export type Call = {
  readonly callId: string;
  /** 1 for the first call of this simulator: what fault decisions are derived from. */
  readonly ordinal: number;
  readonly kind: CallKind;
  readonly callbackUri: string;
  readonly tenantId: string;
  readonly oddities: Oddities;
  readonly faults: FaultPlan | null;
  readonly repeatedInvite: 'rings' | 'isRefused';
  readonly endedOperations: 'gone' | 'readable';
  /** The chain of calls a delivery names in its headers. */
  readonly chainId: string;
  readonly operations: Operation[];
  ended: boolean;
  roster: readonly RosterEntry[];
  /** The roster before its last change, for stale reads. */
  previousRoster: readonly RosterEntry[];
  /** The roster as last announced, for the delta form. */
  announcedRoster: readonly RosterEntry[];
  rosterSequence: number;
  sources: number;
  /** How many decisions about faults there were, by kind. */
  readonly counts: Map<string, number>;
};

/** One person of an invite, from the ring to the end. */
export type Seat = {
  readonly participantId: string;
  readonly person: Person;
  readonly replacesCallId: string | null;
  readonly sourceParticipantId: string | null;
  readonly hidden: boolean;
  /** false: joins without ever being seen in a roster. */
  readonly listed: boolean;
  state: 'ringing' | 'inLobby' | 'joined' | 'failed';
  /** Whether the operation need not wait for this person any more. */
  settled: boolean;
  /** Takes back what is still to happen to this person. */
  cancel: () => void;
};

/** How an operation is announced, from the script of its invite. */
export type Announcing = {
  readonly oddities: Oddities;
  readonly lost: readonly Fact[];
  readonly order: readonly Fact[];
  readonly delaysMs: Readonly<Partial<Record<Fact, number>>>;
  readonly oneByOne: boolean;
  readonly originalCallStays: boolean;
  readonly completionBy: 'notification' | 'answer' | 'never';
  readonly revokeStatus: number | null;
};

/** An inviteParticipantsOperation. */
export type Operation = {
  readonly operationId: string;
  readonly strangeId: string;
  readonly callId: string;
  readonly clientContext: string;
  readonly createdAt: Date;
  readonly seats: readonly Seat[];
  readonly announcing: Announcing;
  status: 'running' | 'completed' | 'failed';
  resultInfo: ResultInfo | null;
  /** Resolves when the completion was delivered, given up, or will never be announced. */
  readonly announced: Promise<void>;
  readonly markAnnounced: () => void;
};
