/** Keeping the facts of an invite: each may come early, late or twice, and none is lost or counted again. Pure. */
import type { PostInviteAnswer } from '../contracts/activities.ts';
import { normaliseId, sameId } from '../contracts/ids.ts';
import type {
  CallTerminated,
  OperationCompleted,
  OperationFailed,
  RosterEntry,
  RosterUpdated,
} from '../contracts/messages.ts';
import type { ResultInfo } from '../contracts/types.ts';
import {
  awaitedInvitees,
  everyoneInRoster,
  type InviteState,
  type Source,
} from './invite-state.ts';

export function latchCompleted(
  state: InviteState,
  fact: Pick<OperationCompleted, 'operationId' | 'resultInfo'>,
  source: Source,
  at: number,
): void {
  if (state.failed) state.contradictions += 1;
  if (state.failed ?? state.completed) return;
  state.completed = { source, ...codesOf(fact.resultInfo), at };
  state.operationId ??= fact.operationId ?? undefined;
}

export function latchFailed(
  state: InviteState,
  fact: Pick<OperationFailed, 'operationId' | 'resultInfo'>,
  source: Source,
  at: number,
): void {
  if (state.completed) state.contradictions += 1;
  if (state.failed ?? state.completed) return;
  state.failed = { source, ...codesOf(fact.resultInfo), at };
  state.operationId ??= fact.operationId ?? undefined;
}

/** A roster of the target call is evidence; one of the original call only a hint (docs/protocol.md, quirk 13). */
export function latchRoster(
  state: InviteState,
  fact: RosterUpdated,
  source: 'notification' | 'reconciliation',
  at: number,
): void {
  if (sameId(fact.callId, state.invite.callId)) {
    for (const entry of fact.participants) latchRosterEntry(state, entry, source);
    if (everyoneInRoster(state)) state.everyoneInAt ??= at;
  } else if (fact.participants.some((entry) => !entry.removed)) {
    state.originalRosterSeen = true;
    state.hintToFollow = true;
  }
}

export function latchCallEnded(
  state: InviteState,
  fact: Pick<CallTerminated, 'resultInfo'>,
  source: Source,
  at: number,
): void {
  state.callEnded ??= { source, ...codesOf(fact.resultInfo), at };
}

export function latchOriginalCallEnded(
  state: InviteState,
  fact: Pick<CallTerminated, 'resultInfo'>,
  source: Source,
  at: number,
): void {
  state.originalCallEnded ??= { source, ...codesOf(fact.resultInfo), at };
}

export function latchAnswer(state: InviteState, answer: PostInviteAnswer, at: number): void {
  state.post = 'accepted';
  delete state.graphError;
  state.operationId ??= answer.operationId;
  for (const { key, participantId } of answer.participantIds) {
    state.participantIds.set(key, participantId);
  }
  const { resultInfo } = answer;
  if (answer.status === 'completed') latchCompleted(state, { resultInfo }, 'response', at);
  if (answer.status === 'failed') {
    latchFailed(state, { resultInfo: resultInfo ?? {} }, 'response', at);
  }
}

/** Takes everyone awaited as present, where the roster was asked and there was nothing to be learned from it. */
export function latchPresumedPresent(state: InviteState, at: number): void {
  for (const { key } of awaitedInvitees(state.invite)) {
    if (!state.inRoster.has(key)) state.inRoster.set(key, 'reconciliation');
  }
  state.everyoneInAt ??= at;
}

/** The failed operation turned out to have seated everyone after all. */
export function correctToCompleted(state: InviteState, at: number): void {
  delete state.failed;
  latchCompleted(state, {}, 'reconciliation', at);
}

function latchRosterEntry(
  state: InviteState,
  entry: RosterEntry,
  source: 'notification' | 'reconciliation',
): void {
  const key = normaliseId(entry.key);
  if (!state.invite.participants.some((invitee) => invitee.key === key)) return;
  if (entry.removed) return;
  if (entry.participantId != null) state.participantIds.set(key, entry.participantId);
  if (!entry.inLobby && !state.inRoster.has(key)) state.inRoster.set(key, source);
}

/** The three known members and nothing else: a signal may carry more, and a message names the person. */
function codesOf(info: ResultInfo | null | undefined): { resultInfo?: ResultInfo } {
  if (info == null) return {};
  const { code, subcode, diagnosticCode } = info;
  return {
    resultInfo: {
      ...(code != null && { code }),
      ...(subcode != null && { subcode }),
      ...(diagnosticCode != null && { diagnosticCode }),
    },
  };
}
