import { normaliseId } from './ids.ts';
import { defaultDeadlines, identityKinds } from './rules.ts';
import type {
  IdentityKind,
  InviteRequest,
  InviteScenario,
  ParticipantRequest,
  UnknownOutcomePolicy,
} from './types.ts';

/** One person to invite, as asked for. */
export interface Invitee {
  readonly kind: IdentityKind;
  readonly id: string;
  /** `normaliseId(id)`: how rosters and registers name this person. */
  readonly key: string;
  readonly displayName?: string;
  readonly tenantId?: string;
  readonly replacesCallId?: string;
  /** Of a move: the person's id in the roster of the source call. */
  readonly participantId?: string;
  readonly hidden: boolean;
  readonly removeFromDefaultAudioRoutingGroup?: boolean;
}

/** Milliseconds. */
export interface Deadlines {
  readonly operationMs: number;
  readonly rosterMs: number;
  readonly teardownMs: number;
  readonly reconcileMs: number;
  readonly unknownMs: number;
  readonly ringMs?: number;
}

/** A request that met the rules, with its defaults filled in. */
export interface Invite {
  readonly inviteId: string;
  readonly callId: string;
  readonly tenantId?: string;
  readonly scenario: InviteScenario;
  readonly participants: readonly Invitee[];
  readonly deadlines: Deadlines;
  readonly onUnknownOutcome: UnknownOutcomePolicy;
  readonly confirmRoster: boolean;
}

/** The invite that a request asks for; the request must have passed the guard or the schema. */
export function inviteOf(inviteId: string, request: InviteRequest): Invite {
  return {
    inviteId,
    callId: request.callId,
    ...(request.tenantId != null && { tenantId: request.tenantId }),
    scenario: scenarioOf(request.participants),
    participants: request.participants.flatMap(inviteesOf),
    deadlines: deadlinesOf(request),
    onUnknownOutcome: request.onUnknownOutcome ?? 'fail',
    confirmRoster: request.confirmRoster ?? true,
  };
}

/** Derived from the participants; the first that fits (docs/protocol.md 3). */
export function scenarioOf(participants: readonly ParticipantRequest[]): InviteScenario {
  const first = participants[0];
  if (first?.replacesCallId != null) return first.participantId != null ? 'move' : 'replace';
  if (participants.length > 1) return 'addSeveral';
  return first?.identity.phone != null ? 'dialOut' : 'add';
}

/** Milliseconds for which the register remembers an invite after each POST: all its deadlines, and a minute. */
export function longestLifeMs(deadlines: Deadlines): number {
  const { operationMs, rosterMs, teardownMs, reconcileMs, unknownMs, ringMs } = deadlines;
  return operationMs + rosterMs + teardownMs + reconcileMs + unknownMs + (ringMs ?? 0) + 60_000;
}

function inviteesOf(participant: ParticipantRequest): Invitee[] {
  const kind = identityKinds.find((one) => participant.identity[one] != null);
  const person = kind && participant.identity[kind];
  if (!person) return [];
  return [
    {
      kind,
      id: person.id,
      key: normaliseId(person.id),
      ...(person.displayName != null && { displayName: person.displayName }),
      ...(person.tenantId != null && { tenantId: person.tenantId }),
      ...(participant.replacesCallId != null && { replacesCallId: participant.replacesCallId }),
      ...(participant.participantId != null && { participantId: participant.participantId }),
      hidden: participant.hidden ?? false,
      ...(participant.removeFromDefaultAudioRoutingGroup != null && {
        removeFromDefaultAudioRoutingGroup: participant.removeFromDefaultAudioRoutingGroup,
      }),
    },
  ];
}

function deadlinesOf({ deadlines }: InviteRequest): Deadlines {
  return {
    operationMs: deadlines?.operationMs ?? defaultDeadlines.operationMs,
    rosterMs: deadlines?.rosterMs ?? defaultDeadlines.rosterMs,
    teardownMs: deadlines?.teardownMs ?? defaultDeadlines.teardownMs,
    reconcileMs: deadlines?.reconcileMs ?? defaultDeadlines.reconcileMs,
    unknownMs: deadlines?.unknownMs ?? defaultDeadlines.unknownMs,
    ...(deadlines?.ringMs != null && { ringMs: deadlines.ringMs }),
  };
}
