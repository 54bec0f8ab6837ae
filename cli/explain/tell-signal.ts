/** Each signal, and what the workflow makes of it: accepted, a repeat, too late, a hint, or dropped. */
import {
  isCallTerminated,
  isOperationCompleted,
  isOperationFailed,
  isRosterUpdated,
} from '../../contracts/guards.ts';
import { lastSegment, sameId } from '../../contracts/ids.ts';
import type { Invite } from '../../contracts/invite.ts';
import {
  callTerminatedSignal,
  operationCompletedSignal,
  operationFailedSignal,
  originalCallTerminatedSignal,
  rosterUpdatedSignal,
  type FactOrigin,
  type RosterEntry,
} from '../../contracts/messages.ts';
import type { InviteEventOf } from './invite-event.ts';
import { codesOf } from './plain-words.ts';
import { seenInRoster } from './roster-words.ts';
import { tell, type Known, type Telling } from './telling.ts';

export function tellSignal(telling: Telling, { at, signal, fact }: InviteEventOf<'signaled'>) {
  tell(telling, at, 'came', textOf(telling, signal, fact));
}

function textOf({ known, invite }: Telling, signal: string, fact: unknown): string {
  switch (signal) {
    case operationCompletedSignal.name:
      if (!isOperationCompleted(fact)) return illFormed(signal);
      if (!onTarget(invite, fact)) return foreign(signal);
      return operationEnd(known, 'completed', 'the operation completed');
    case operationFailedSignal.name:
      if (!isOperationFailed(fact)) return illFormed(signal);
      if (!onTarget(invite, fact)) return foreign(signal);
      return operationEnd(known, 'failed', `the operation failed${codesOf(fact.resultInfo)}`);
    case rosterUpdatedSignal.name:
      if (!isRosterUpdated(fact)) return illFormed(signal);
      if (onTarget(invite, fact)) return rosterOfTarget(known, invite, fact.participants);
      return onOriginal(invite, fact) ? rosterOfOriginal(fact.participants) : foreign(signal);
    case callTerminatedSignal.name:
      if (!isCallTerminated(fact)) return illFormed(signal);
      return onTarget(invite, fact) ? endOfCall(known) : foreign(signal);
    case originalCallTerminatedSignal.name:
      if (!isCallTerminated(fact)) return illFormed(signal);
      return onOriginal(invite, fact) ? endOfOriginalCall(known) : foreign(signal);
    default:
      return 'A signal of a name that is none of ours: dropped';
  }
}

function illFormed(signal: string): string {
  return `${signal}: ill-formed, dropped`;
}

function foreign(signal: string): string {
  return `${signal}: about another call or tenant than the invite names, dropped`;
}

/** Of completed and failed the first one stored stands. */
function operationEnd(known: Known, end: 'completed' | 'failed', text: string): string {
  const other = end === 'completed' ? 'failed' : 'completed';
  if (known[other] !== undefined) {
    return `${text}: late and against what was known, ${other}; only counted`;
  }
  if (known[end] !== undefined) return `${text}: ${repeat(known[end])}`;
  known[end] = 'notification';
  return `${text}: accepted`;
}

function endOfCall(known: Known): string {
  if (known.callEnded !== undefined) return `the call ended: ${repeat(known.callEnded)}`;
  known.callEnded = 'notification';
  return 'the call ended: accepted';
}

function endOfOriginalCall(known: Known): string {
  const { originalCallEnded } = known;
  if (originalCallEnded !== undefined)
    return `the original call ended: ${repeat(originalCallEnded)}`;
  known.originalCallEnded = 'notification';
  return 'the original call ended: accepted';
}

function repeat(source: Known['completed']): string {
  if (source === 'notification') return 'a repeat';
  return source === 'answer' ? "late, Graph's answer had said so" : 'late, asking had told';
}

function rosterOfTarget(
  known: Known,
  invite: Invite | undefined,
  entries: readonly RosterEntry[],
): string {
  const before = known.inRoster.size;
  const seen = seenInRoster(known, invite, entries);
  const isNew = known.inRoster.size > before;
  return `the roster shows ${seen}: ${isNew ? 'accepted' : 'nothing new'}`;
}

/** The person was there all along (docs/protocol.md, quirk 13). */
function rosterOfOriginal(entries: readonly RosterEntry[]): string {
  return entries.some((entry) => !entry.removed)
    ? 'the roster of the original call shows the person: only a hint'
    : 'the roster of the original call no longer shows the person: nothing new';
}

function onTarget(invite: Invite | undefined, fact: FactOrigin): boolean {
  return invite !== undefined && sameId(fact.callId, invite.callId) && sameTenant(invite, fact);
}

function onOriginal(invite: Invite | undefined, fact: FactOrigin): boolean {
  const replaced =
    invite?.scenario === 'replace' ? invite.participants[0]?.replacesCallId : undefined;
  if (invite === undefined || replaced === undefined) return false;
  return sameId(fact.callId, lastSegment(replaced)) && sameTenant(invite, fact);
}

function sameTenant({ tenantId }: Invite, fact: FactOrigin): boolean {
  return tenantId === undefined || fact.tenantId == null || sameId(tenantId, fact.tenantId);
}
