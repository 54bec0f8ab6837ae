/** How it ended, and what an operator does then. */
import { isInviteFailureType } from '../../contracts/errors.ts';
import {
  InviteFailureDetailsSchema,
  InviteResultSchema,
  InviteStatusSchema,
} from '../../contracts/schemas/invite-result.ts';
import type { InviteFailureDetails, InviteStatus } from '../../contracts/types.ts';
import { resultLine } from '../status-line.ts';
import { failureMeanings, otherAdvice } from './advice.ts';
import type { InviteEventOf } from './invite-event.ts';
import { clean, codesOf } from './plain-words.ts';
import { everyoneSeen } from './roster-words.ts';
import type { StoryAdvice, StoryState } from './story.ts';
import { tell, type Telling } from './telling.ts';

interface StoryEnd {
  readonly state: StoryState;
  readonly outcome?: string;
  readonly advice?: StoryAdvice;
  readonly status?: InviteStatus;
}

/** Tells the end, when there is one. */
export function tellEnd(telling: Telling): StoryEnd {
  const { end } = telling;
  switch (end?.kind) {
    case undefined:
      return { state: 'running' };
    case 'completed':
      return tellJoined(telling, end);
    case 'failed':
      return tellFailed(telling, end);
    case 'canceled':
      return tellCanceled(telling, end.at);
    case 'terminated':
    case 'timedOut': {
      const how = end.kind === 'terminated' ? 'Terminated from outside' : 'Timed out';
      tell(telling, end.at, 'ended', `${how}: whether anybody joined is not known`);
      return { state: end.kind, advice: { operator: otherAdvice.terminated } };
    }
  }
}

function tellJoined(telling: Telling, { at, result }: InviteEventOf<'completed'>): StoryEnd {
  const parsed = InviteResultSchema.safeParse(result);
  if (!parsed.success) return tellUnreadable(telling, at, 'Completed with a result');
  tellInferred(telling, parsed.data);
  tell(telling, at, 'ended', resultLine(parsed.data));
  return { state: 'joined', outcome: 'joined', ...statusFrom(parsed.data) };
}

function tellFailed(telling: Telling, event: InviteEventOf<'failed'>): StoryEnd {
  const { at, failureType, details } = event;
  if (!isInviteFailureType(failureType)) return tellUnreadable(telling, at, 'Failed with an error');
  const { meaning, operator } = failureMeanings[failureType];
  const parsed = InviteFailureDetailsSchema.safeParse(details);
  const known = parsed.success ? parsed.data : undefined;
  if (known) tellInferred(telling, known);
  tell(
    telling,
    at,
    'ended',
    `${failureType}${codesIn(known)}: ${meaning}${missingOf(telling, failureType)}`,
  );
  for (const problem of known?.problems ?? []) tell(telling, at, 'ended', clean(problem, 300));
  const { retryAdvice } = known ?? {};
  return {
    state: 'failed',
    outcome: failureType,
    advice: { ...(retryAdvice && { retryAdvice }), operator },
    ...(known && statusFrom({ ...known, outcome: failureType })),
  };
}

function tellCanceled(telling: Telling, at: number): StoryEnd {
  const { posts, invite } = telling;
  const unconfirmed = telling.outcome === 'canceledUnconfirmed';
  const outcome = unconfirmed ? 'canceledUnconfirmed' : 'canceled';
  const text = unconfirmed
    ? 'Canceled, but Graph confirmed no revoke: the person may still ring, or join'
    : `Canceled: ${posts === 0 ? 'nothing had been sent' : 'nobody rings any more'}`;
  tell(telling, at, 'ended', text);
  const { inviteId, callId, scenario } = invite ?? {};
  return {
    state: 'canceled',
    outcome,
    ...(unconfirmed && { advice: { operator: otherAdvice.canceledUnconfirmed } }),
    ...statusFrom({ outcome, inviteId, callId, scenario }),
  };
}

function tellUnreadable(telling: Telling, at: number, what: string): StoryEnd {
  tell(telling, at, 'ended', `${what} that is none of this project: its outcome is not known`);
  return { state: 'unreadable', advice: { operator: otherAdvice.unreadable } };
}

/** What no single answer said, but followed from them. */
function tellInferred(
  telling: Telling,
  { confirmedBy, completedAt, joinedAt }: Omit<InviteStatus, 'phase' | 'outcome'>,
): void {
  const { known, invite } = telling;
  if (confirmedBy?.completion === 'reconciliation' && known.completed === undefined) {
    const text = 'Everyone invited is in the roster, so that the operation counts as completed';
    tell(telling, timeOf(completedAt, telling), 'inferred', text);
  }
  if (confirmedBy?.roster === 'reconciliation' && !everyoneSeen(known, invite)) {
    const text =
      'The roster of the call told nothing, so that the hint from the original call counts';
    tell(telling, timeOf(joinedAt, telling), 'inferred', text);
  }
}

function timeOf(time: string | undefined, { end, startedAt = 0 }: Telling): number {
  return time === undefined ? (end?.at ?? startedAt) : Date.parse(time);
}

/** How many, as names and numbers are nobody's business here. */
function missingOf({ invite, known: { inRoster } }: Telling, failureType: string): string {
  if (failureType !== 'RosterUnconfirmed') return '';
  const awaited = (invite?.participants ?? []).filter(({ hidden }) => !hidden);
  return ` (missing: ${awaited.filter(({ key }) => !inRoster.has(key)).length} of ${awaited.length})`;
}

function codesIn(details: InviteFailureDetails | undefined): string {
  if (details?.resultInfo) return codesOf(details.resultInfo);
  const { status, code } = details?.graphError ?? {};
  if (status === undefined) return '';
  const named = code === undefined || code === String(status) ? '' : ` ${clean(code, 60)}`;
  return ` (HTTP ${status}${named})`;
}

/** What the workflow answers for once it is over. */
function statusFrom(known: object): { readonly status?: InviteStatus } {
  const parsed = InviteStatusSchema.safeParse({ ...known, phase: 'done' });
  return parsed.success ? { status: parsed.data } : {};
}
