/** The POST: each try, and what Graph answered. */
import { isObject } from '../../contracts/json-values.ts';
import type { InviteEventOf } from './invite-event.ts';
import { clean, codesOf, faultOf, peopleOf, secondsOf } from './plain-words.ts';
import { tell, type PendingActivity, type Telling } from './telling.ts';

export function tellPost(telling: Telling, at: number): void {
  const people = telling.invite ? `, ${peopleOf(telling.invite.participants)}` : '';
  tell(telling, at, 'sent', `POST ${telling.posts} handed to the workers${people}${why(telling)}`);
  telling.unclear = false;
}

function why({ posts, unclear }: Telling): string {
  if (posts === 1) return '';
  return unclear
    ? ': the one more that the request allows'
    : ': again, as nothing of the one before was executed';
}

export function tellPostAnswer(
  telling: Telling,
  { post }: PendingActivity,
  { at, result }: InviteEventOf<'activityCompleted'>,
): void {
  const { known } = telling;
  const { status, operationId, resultInfo } = isObject(result) ? result : {};
  const operation =
    typeof operationId === 'string' ? `operation ${clean(operationId)}` : 'the operation';
  if (status === 'running') {
    tell(telling, at, 'answered', `Graph took POST ${post}: ${operation} is running`);
  } else if (status === 'completed') {
    if (known.failed === undefined) known.completed ??= 'answer';
    const text = `Graph took POST ${post}: ${operation} has completed already`;
    tell(telling, at, 'answered', `${text}, no notification follows`);
  } else if (status === 'failed') {
    if (known.completed === undefined) known.failed ??= 'answer';
    const text = `Graph took POST ${post}: ${operation} has failed already,${codesOf(resultInfo)}`;
    tell(telling, at, 'answered', text);
  } else {
    telling.unclear = true;
    tell(telling, at, 'answered', `The answer to POST ${post} cannot be read: unclear`);
  }
}

type PostFailure = InviteEventOf<'activityFailed' | 'activityTimedOut'>;

export function tellPostFailure(
  telling: Telling,
  { post }: PendingActivity,
  event: PostFailure,
): void {
  const text = failureText(event);
  telling.unclear = text.unclear;
  if (event.failureType === 'GraphNotFound') telling.known.callEnded ??= 'answer';
  tell(telling, event.at, 'answered', `POST ${post} ${text.words}`);
}

function failureText(event: PostFailure): { readonly words: string; readonly unclear: boolean } {
  const { failureType, details } = event;
  if (event.kind === 'activityTimedOut') return timeoutText(event);
  const fault = faultOf(failureType, details);
  switch (failureType) {
    case 'GraphNotSent':
      return { words: `was not sent (${fault}): nothing left the worker`, unclear: false };
    case 'UnknownPayloadKeyError':
      return { words: 'was not sent: the worker lacks the key of the payload', unclear: false };
    case 'GraphThrottled':
      return {
        words: `was throttled by Graph (${fault})${pauseOf(details)}: nothing was executed`,
        unclear: false,
      };
    case 'GraphRefused':
      return { words: `was refused by Graph (${fault})`, unclear: false };
    case 'GraphNotFound':
      return { words: `found no call (${fault}): it has ended, or never was`, unclear: false };
    default:
      return { words: unclearWords(fault), unclear: true };
  }
}

function timeoutText({ timeout }: InviteEventOf<'activityTimedOut'>) {
  return timeout === 'scheduleToStart'
    ? { words: 'was not sent: no worker took it by the deadline', unclear: false }
    : { words: unclearWords('the worker gave no answer in time, lost or cut off'), unclear: true };
}

function unclearWords(fault: string): string {
  return `is unclear (${fault}): Graph may have executed it, so it is not sent again blindly`;
}

function pauseOf(details: unknown): string {
  const ms = isObject(details) ? details['retryAfterMs'] : undefined;
  return typeof ms === 'number' ? `, which asks for a pause of ${secondsOf(ms)}` : '';
}
