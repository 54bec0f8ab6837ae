/** What Graph was asked, and what it said. */
import { isRosterUpdated } from '../../contracts/guards.ts';
import { sameId } from '../../contracts/ids.ts';
import { isObject } from '../../contracts/json-values.ts';
import type { InviteEventOf } from './invite-event.ts';
import { clean, codesOf, faultOf, secondsOf } from './plain-words.ts';
import { seenInRoster } from './roster-words.ts';
import { tellPost, tellPostAnswer, tellPostFailure } from './tell-post.ts';
import { tell, type PendingActivity, type Telling } from './telling.ts';

/** A wait for a worker is worth a word from here on. Milliseconds. */
const longWaitMs = 2_000;

export function tellScheduled(telling: Telling, event: InviteEventOf<'activityScheduled'>): void {
  const { activity, input, at, eventId } = event;
  if (activity === 'postInvite') telling.posts += 1;
  const pending = { activity, input, at, post: telling.posts, attempt: 1 };
  telling.activities.set(eventId, pending);
  if (activity === 'postInvite') tellPost(telling, at);
  else tell(telling, at, 'asking', questionOf(telling, pending));
}

export function tellTaken(telling: Telling, event: InviteEventOf<'activityStarted'>): void {
  const pending = telling.activities.get(event.scheduledId);
  if (!pending) return;
  pending.attempt = event.attempt;
  const waitedMs = event.at - pending.at;
  if (event.attempt > 1 || waitedMs < longWaitMs) return;
  const text = `No worker took this for ${secondsOf(waitedMs)}: ${nameOf(pending)}`;
  tell(telling, event.at, 'trouble', text);
}

export function tellAnswer(telling: Telling, event: InviteEventOf<'activityCompleted'>): void {
  const pending = taken(telling, event.scheduledId);
  if (!pending) return;
  if (pending.activity === 'postInvite') tellPostAnswer(telling, pending, event);
  else {
    const text = `${answerOf(telling, pending, event.result)}${triesOf(pending)}`;
    tell(telling, event.at, 'learned', text);
  }
}

export function tellNoAnswer(
  telling: Telling,
  event: InviteEventOf<'activityFailed' | 'activityTimedOut'>,
): void {
  const pending = taken(telling, event.scheduledId);
  if (!pending) return;
  if (pending.activity === 'postInvite') {
    tellPostFailure(telling, pending, event);
    return;
  }
  const { failureType, details, kind } = event;
  const fault = faultOf(failureType, details);
  const reason =
    kind === 'activityFailed' || failureType !== '' ? fault : 'no answer in the time for asking';
  const result = pending.activity === 'removeParticipant' ? 'not confirmed' : 'nothing learned';
  tell(telling, event.at, 'learned', `Graph could not be asked (${reason}): ${result}`);
}

/** A fact made the question needless. */
export function tellNeedless(telling: Telling, event: InviteEventOf<'activityCanceled'>): void {
  const pending = taken(telling, event.scheduledId);
  if (pending) tell(telling, event.at, 'learned', `Needless by now: ${nameOf(pending)}`);
}

/** What is under way, for a list of what a running invite waits for. */
export function nameOf({ activity, post }: PendingActivity): string {
  switch (activity) {
    case 'postInvite':
      return `the answer to POST ${post}`;
    case 'readRoster':
      return 'the roster, from Graph';
    case 'readCall':
      return 'whether the call is still there, from Graph';
    case 'readOperation':
      return 'how the operation ended, from Graph';
    case 'removeParticipant':
      return 'the invite to be taken back, by Graph';
    default:
      return `activity ${clean(activity, 60)}`;
  }
}

function taken({ activities }: Telling, scheduledId: number): PendingActivity | undefined {
  const pending = activities.get(scheduledId);
  activities.delete(scheduledId);
  return pending;
}

function questionOf(telling: Telling, { activity, input }: PendingActivity): string {
  switch (activity) {
    case 'readRoster':
      return 'Graph is asked for the roster of the call';
    case 'readCall':
      return `Graph is asked whether ${callIn(telling, input)} is still there`;
    case 'readOperation':
      return 'Graph is asked how the operation ended';
    case 'removeParticipant':
      return 'Graph is asked to take the invite back (DELETE)';
    default:
      return `Activity ${clean(activity, 60)} is called`;
  }
}

function answerOf(telling: Telling, { activity, input }: PendingActivity, result: unknown): string {
  const answer = isObject(result) ? result : {};
  switch (activity) {
    case 'readRoster':
      return rosterAnswer(telling, answer);
    case 'readCall':
      return callAnswer(telling, input, answer);
    case 'readOperation':
      return operationAnswer(telling, answer);
    case 'removeParticipant':
      return answer['removed'] === true
        ? 'Graph took the invite back'
        : 'Graph does not know the participant: nothing was taken back';
    default:
      return 'It answered';
  }
}

function rosterAnswer(telling: Telling, answer: Readonly<Record<string, unknown>>): string {
  const { known, invite } = telling;
  if (answer['callEnded'] === true) {
    known.callEnded ??= 'asking';
    return 'Graph no longer knows the call: it ended';
  }
  const size = answer['size'];
  if (size === 0) return 'The roster is empty, which proves nothing';
  const callId = invite?.callId ?? '';
  const reading = { callId, participants: answer['participants'] };
  if (typeof size !== 'number' || !isRosterUpdated(reading)) return 'The answer cannot be read';
  const seen = seenInRoster(known, invite, reading.participants);
  return `The roster lists ${size}, ${seen} among them`;
}

function callAnswer(
  telling: Telling,
  input: unknown,
  { ended }: Readonly<Record<string, unknown>>,
): string {
  const call = callIn(telling, input);
  if (ended !== true) return `Graph says that ${call} is still there`;
  if (call === 'the call') telling.known.callEnded ??= 'asking';
  else telling.known.originalCallEnded ??= 'asking';
  return `Graph says that ${call} ended`;
}

function operationAnswer(telling: Telling, answer: Readonly<Record<string, unknown>>): string {
  const { known } = telling;
  const { status, resultInfo } = answer;
  if (status === 'completed' && known.failed === undefined) known.completed ??= 'asking';
  if (status === 'failed' && known.completed === undefined) known.failed ??= 'asking';
  switch (status) {
    case 'completed':
      return 'Graph says that the operation completed';
    case 'failed':
      return `Graph says that the operation failed,${codesOf(resultInfo)}`;
    case 'running':
      return 'Graph says that the operation is still running';
    default:
      return 'Graph does not know the operation, which proves nothing';
  }
}

function callIn({ invite }: Telling, input: unknown): 'the call' | 'the original call' {
  const callId = isObject(input) ? input['callId'] : undefined;
  if (invite === undefined || typeof callId !== 'string') return 'the call';
  return sameId(callId, invite.callId) ? 'the call' : 'the original call';
}

function triesOf({ attempt }: PendingActivity): string {
  return attempt > 1 ? ` (try ${attempt})` : '';
}
