/** What the history of an invite says that it knew: the result has to follow from it. */
import { isObject } from '../../contracts/json-values.ts';
import type { RunActivity, StoredSignal } from './evidence.ts';
import { clockToleranceMs, factsAbout, type InviteView } from './invite-view.ts';
import { only, type Entry, type EntryOf } from './ledger-index.ts';
import type { InvitedPerson } from './people.ts';

/** Of completed and failed the one stored first stands. */
export function firstEnd(view: InviteView): StoredSignal | undefined {
  return factsAbout(view, view.invite.callId, 'operationCompleted', 'operationFailed')[0];
}

/** Whether a roster of the target call that was signalled shows the person, past the lobby. */
export function wasSignalled(view: InviteView, { invitee }: InvitedPerson): boolean {
  return factsAbout(view, view.invite.callId, 'rosterUpdated').some(({ fact }) =>
    isInFact(fact, invitee.key),
  );
}

/** @param key the normalised id, as a `rosterUpdated` names people */
export function isInFact(fact: unknown, key: string): boolean {
  const people: unknown = isObject(fact) ? fact['participants'] : undefined;
  if (!Array.isArray(people)) return false;
  return people
    .filter(isObject)
    .some((one) => one['key'] === key && one['inLobby'] !== true && one['removed'] !== true);
}

export function activitiesNamed({ activities }: InviteView, name: string): readonly RunActivity[] {
  return activities.filter((one) => one.name === name);
}

/** One member of an activity's result. */
export function resultMember({ result }: RunActivity, member: string): unknown {
  return isObject(result) ? result[member] : undefined;
}

/** Whether a signal, the answer of a POST or a reading of the operation said that it had ended so. */
export function wasToldOf(view: InviteView, end: 'completed' | 'failed'): boolean {
  const signal = end === 'completed' ? 'operationCompleted' : 'operationFailed';
  const asked = [...activitiesNamed(view, 'postInvite'), ...activitiesNamed(view, 'readOperation')];
  return (
    factsAbout(view, view.invite.callId, signal).length > 0 ||
    asked.some((one) => resultMember(one, 'status') === end)
  );
}

/** Whether Graph had, or may have, executed this POST: only four typed failures say that it did not. */
export function mayBeExecuted(post: RunActivity): boolean {
  const nothingExecuted = ['GraphNotSent', 'GraphThrottled', 'GraphRefused', 'GraphNotFound'];
  if (post.how === 'timedOut') return post.failureType !== 'TIMEOUT_TYPE_SCHEDULE_TO_START';
  return post.how !== 'failed' || !nothingExecuted.includes(post.failureType ?? '');
}

/**
 * What Graph answered to a reading that came through: the 2xx and 404 that were sent meanwhile. With several invites on a
 * call some may be answers to others; so only what holds for all of them was certainly told.
 */
export function answersTo(
  { callId, scheduledAt, closedAt, how }: RunActivity,
  call: readonly Entry[],
  what: EntryOf<'readAnswered'>['what'],
): readonly EntryOf<'readAnswered'>[] {
  if (how !== 'completed' || closedAt === null || callId === null) return [];
  return only(call, 'readAnswered').filter(
    (one) =>
      one.what === what &&
      (one.status === 200 || one.status === 404) &&
      one.time >= scheduledAt - clockToleranceMs &&
      one.time <= closedAt + clockToleranceMs,
  );
}
