/** What callers and the Temporal UI are told of an invite: result, failure details and status from one state. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { InviteFailureType, RetryAdvice } from '../contracts/errors.ts';
import type {
  InviteFailureDetails,
  InviteResult,
  InviteStatus,
  ResultInfo,
} from '../contracts/types.ts';
import {
  awaitedInvitees,
  originalCallId,
  rosterConfirmed,
  type InviteState,
} from './invite-state.ts';

interface InviteEnding {
  readonly type: InviteFailureType;
  readonly message: string;
  readonly details: InviteFailureDetails;
}

type Known = Omit<InviteStatus, 'outcome' | 'phase'>;

/** The result of an invite that reached everything expected. */
export function resultOf(state: InviteState): InviteResult {
  const { completed } = state;
  if (!completed) throw new Error('A result needs a completed operation.');
  // Facts can settle an invite although Graph said that it took no POST of this run.
  const postedAt = state.postedAt ?? completed.at;
  return {
    outcome: 'joined',
    ...subjectOf(state),
    confirmedBy: {
      completion: completed.source,
      roster: rosterSource(state),
      teardown: teardownSource(state),
    },
    postedAt: iso(postedAt),
    completedAt: iso(completed.at),
    joinedAt: joinedAt(state, completed.at),
  };
}

/** The failure that ends the run. Message and details hold codes and ids only: the UI shows them for ever. */
export function inviteFailure(
  state: InviteState,
  type: InviteFailureType,
  retryAdvice: RetryAdvice,
  message: string,
  resultInfo?: ResultInfo,
): ApplicationFailure {
  const details: InviteFailureDetails = {
    ...knownOf(state),
    outcome: type,
    joined: type === 'OriginalCallNotTerminated',
    retryAdvice,
    ...(resultInfo && { resultInfo }),
  };
  state.failure = details;
  return endedBy({ type, message, details });
}

/** How a run ends with an outcome. Without a stack, which would stand before the type in the UI and names folders. */
export function endedBy({ type, message, details }: InviteEnding): ApplicationFailure {
  const options = { type, message, nonRetryable: true, details: [details] };
  return Object.assign(ApplicationFailure.create(options), { stack: '' });
}

/** Nothing was sent; the problems name the broken rules and never repeat a value. */
export function invalidRequest(
  inviteId: string | null,
  problems: readonly string[],
): InviteFailureDetails {
  return {
    outcome: 'InvalidInviteRequest',
    ...(inviteId !== null && { inviteId }),
    joined: false,
    retryAdvice: 'never',
    problems: [...problems],
  };
}

export function statusOf(state: InviteState): InviteStatus {
  return {
    ...(state.failure ?? knownOf(state)),
    ...(state.outcome && { outcome: state.outcome }),
    phase: state.phase,
    ...(state.waitingUntil !== undefined && { waitingUntil: iso(state.waitingUntil) }),
  };
}

function knownOf(state: InviteState): Known {
  const { invite, completed } = state;
  const confirmedBy = {
    ...(completed && { completion: completed.source }),
    ...(rosterConfirmed(state) && { roster: rosterSource(state) }),
    ...((!originalCallId(invite) || state.originalCallEnded) && {
      teardown: teardownSource(state),
    }),
  };
  return {
    ...subjectOf(state),
    confirmedBy,
    ...(state.graphError && { graphError: state.graphError }),
    ...(state.postedAt !== undefined && { postedAt: iso(state.postedAt) }),
    ...(completed && { completedAt: iso(completed.at) }),
    ...(completed && rosterConfirmed(state) && { joinedAt: joinedAt(state, completed.at) }),
  };
}

/** Which invite it is, and whom and what it is about. */
function subjectOf(state: InviteState) {
  const { scenario, callId, inviteId } = state.invite;
  return {
    scenario,
    callId,
    inviteId,
    operationId: state.operationId ?? null,
    participants: participantsOf(state),
    ...originalCallOf(state),
  };
}

/** When both were true: completed, and everyone in the roster where one was seen. */
function joinedAt({ everyoneInAt }: InviteState, completedAt: number): string {
  return iso(Math.max(completedAt, everyoneInAt ?? 0));
}

function participantsOf({ invite, participantIds, inRoster }: InviteState) {
  return invite.participants.map(({ kind, id, key, hidden }) => ({
    identity: { [kind]: { id } },
    participantId: participantIds.get(key) ?? null,
    rosterConfirmed: !hidden && inRoster.has(key),
  }));
}

function originalCallOf({ invite, originalCallEnded }: InviteState) {
  const callId = originalCallId(invite);
  if (callId === undefined) return {};
  const resultInfo = originalCallEnded?.resultInfo;
  return {
    originalCall: {
      callId,
      terminated: originalCallEnded !== undefined,
      ...(resultInfo && { resultInfo }),
    },
  };
}

function rosterSource({ invite, inRoster }: InviteState) {
  const awaited = awaitedInvitees(invite);
  if (awaited.length === 0) return 'notRequired' as const;
  return awaited.some(({ key }) => inRoster.get(key) === 'reconciliation')
    ? ('reconciliation' as const)
    : ('notification' as const);
}

function teardownSource({ invite, originalCallEnded }: InviteState) {
  if (originalCallId(invite) === undefined) return 'notRequired' as const;
  return originalCallEnded?.source === 'notification'
    ? ('notification' as const)
    : ('reconciliation' as const);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
