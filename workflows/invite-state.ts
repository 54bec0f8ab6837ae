/**
 * What is known of one invite. Facts are latched: they may come early, late, twice or never, and any order gives the
 * same state, but for one rule: of `completed` and `failed` the first stored one stands. Pure; no Temporal in here.
 */
import { lastSegment, sameId } from '../contracts/ids.ts';
import type { PhaseStep } from '../contracts/invite-ended.ts';
import type { Invite, Invitee } from '../contracts/invite.ts';
import type { FactOrigin } from '../contracts/messages.ts';
import type {
  GraphErrorInfo,
  InviteFailureDetails,
  InvitePhase,
  InviteRequest,
  InviteStatus,
  ResultInfo,
} from '../contracts/types.ts';

export type Source = 'notification' | 'response' | 'reconciliation';

interface Ending {
  readonly source: Source;
  readonly resultInfo?: ResultInfo | undefined;
  /** Milliseconds since the epoch, of the workflow's clock. */
  readonly at: number;
}

/** The waits of an invite that have a time of their own. */
export type DeadlineName = 'operation' | 'evidence' | 'ring' | 'roster' | 'teardown';

export interface InviteState {
  readonly invite: Invite;
  /** As it was asked for. */
  readonly request: InviteRequest;
  phase: InvitePhase;
  waitingUntil?: number | undefined;
  /** Why it is in this phase, where that needs saying; for people, without personal data. */
  note?: string | undefined;
  /** For metrics and traces: since when, and the first phases of its life. */
  phaseSince?: number | undefined;
  readonly phases: PhaseStep[];
  outcome?: InviteStatus['outcome'];
  /** What a failed run told its caller. */
  failure?: InviteFailureDetails;
  cancelRequested: boolean;

  post: 'notPosted' | 'inFlight' | 'accepted' | 'unclear';
  postedAt?: number | undefined;
  /** Nothing more is to be sent, unless the invite may be posted once more. */
  postingOver: boolean;
  /** The one more POST after an unclear one was made, or tried. */
  reposted: boolean;
  /** `ringMs` ran out, and nobody could be taken back. */
  rungOut: boolean;
  /** When the deadlines that are running will pass; milliseconds since the epoch, of the workflow's clock. */
  readonly dueAt: { [name in DeadlineName]?: number | undefined };
  /** Milliseconds spent on asking Graph; `reconcileMs` is the budget for all of it. */
  askedMs: number;
  operationId?: string | undefined;
  completed?: Ending;
  failed?: Ending;
  callEnded?: Ending;
  originalCallEnded?: Ending;
  graphError?: GraphErrorInfo;

  /** People seen in the target's roster, not in the lobby, by their key. */
  readonly inRoster: Map<string, 'notification' | 'reconciliation'>;
  /** Participant ids in the target call, by key; from the POST's answer or a roster. */
  readonly participantIds: Map<string, string>;
  /** A roster of the target that listed somebody was read: from then on nobody is presumed to be there. */
  targetRosterRead: boolean;
  /** Rosters of the original call: whether one was ever seen, is yet to be followed, and how many were. */
  originalRosterSeen: boolean;
  hintToFollow: boolean;
  hintsFollowed: number;
  everyoneInAt?: number;
  /** Facts that contradicted an earlier one. */
  contradictions: number;
}

export function newInviteState(invite: Invite, request: InviteRequest): InviteState {
  return {
    invite,
    request,
    phase: 'posting',
    phases: [],
    cancelRequested: false,
    post: 'notPosted',
    postingOver: false,
    reposted: false,
    rungOut: false,
    dueAt: {},
    askedMs: 0,
    inRoster: new Map(),
    participantIds: new Map(),
    targetRosterRead: false,
    originalRosterSeen: false,
    hintToFollow: false,
    hintsFollowed: 0,
    contradictions: 0,
  };
}

/** Whether a fact is about the target call, and of the invite's tenant where both are known. */
export function concernsTarget({ invite }: InviteState, fact: FactOrigin): boolean {
  return sameId(fact.callId, invite.callId) && sameTenant(invite, fact);
}

/** Whether a fact is about the call that a replace is to end. */
export function concernsOriginal({ invite }: InviteState, fact: FactOrigin): boolean {
  const original = originalCallId(invite);
  return original !== undefined && sameId(fact.callId, original) && sameTenant(invite, fact);
}

/** The call in which the one person of a replace is now; a move's source is a meeting, whose end nobody awaits. */
export function originalCallId(invite: Invite): string | undefined {
  const replaced = invite.scenario === 'replace' && invite.participants[0]?.replacesCallId;
  return replaced ? lastSegment(replaced) : undefined;
}

/** The people whom a roster can show: Graph keeps hidden ones out of it. */
export function visibleInvitees(invite: Invite): readonly Invitee[] {
  return invite.participants.filter((invitee) => !invitee.hidden);
}

/** Those whom the roster has to show before the invite counts as joined. */
export function awaitedInvitees(invite: Invite): readonly Invitee[] {
  return invite.confirmRoster ? visibleInvitees(invite) : [];
}

export function rosterConfirmed(state: InviteState): boolean {
  return awaitedInvitees(state.invite).every(({ key }) => state.inRoster.has(key));
}

export function everyoneInRoster({ invite, inRoster }: InviteState): boolean {
  const visible = visibleInvitees(invite);
  return visible.length > 0 && visible.every(({ key }) => inRoster.has(key));
}

export type Verdict = 'pending' | 'joined' | 'failed' | 'callEnded';

/**
 * What the facts say so far. Completed with everyone in the roster beats the end of the call, and so does a failure,
 * because it says why.
 */
export function verdict(state: InviteState): Verdict {
  if (state.completed && rosterConfirmed(state)) return 'joined';
  if (state.failed) return 'failed';
  return state.callEnded ? 'callEnded' : 'pending';
}

/** The operation is over, or can no longer end well. */
export function outcomeKnown(state: InviteState): boolean {
  return state.completed !== undefined || verdict(state) !== 'pending';
}

function sameTenant(invite: Invite, fact: FactOrigin): boolean {
  if (invite.tenantId === undefined || fact.tenantId == null) return true;
  return sameId(invite.tenantId, fact.tenantId);
}
