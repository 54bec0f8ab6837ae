import { isInviteRequest, isUnreadable } from '../../contracts/guards.ts';
import { lastSegment } from '../../contracts/ids.ts';
import { inviteOf, type Invite } from '../../contracts/invite.ts';
import { isObject } from '../../contracts/json-values.ts';
import { defaultDeadlines, deadlineNames } from '../../contracts/rules.ts';
import type { InviteEventOf } from './invite-event.ts';
import { clean, peopleOf, secondsOf } from './plain-words.ts';
import { tell, type Telling } from './telling.ts';

/** What was asked. Ids of activities and timers begin again in a run that continues another. */
export function tellStart(telling: Telling, event: InviteEventOf<'started'>): void {
  const { request, carried, continued, taskQueue, at } = event;
  telling.activities.clear();
  telling.timers.clear();
  telling.taskQueue = clean(taskQueue);
  telling.end = undefined;
  telling.invite = isInviteRequest(request) ? inviteOf(telling.inviteId, request) : undefined;
  telling.startedAt ??= at;
  if (continued) takeOver(telling, carried);
  if (continued && telling.lines.some(({ kind }) => kind === 'asked')) return;
  if (telling.invite) tell(telling, at, 'asked', askedFor(telling.invite));
  else tell(telling, at, 'asked', notUsable(request));
}

function notUsable(request: unknown): string {
  return isUnreadable(request)
    ? 'A request that was not written with a key of PAYLOAD_ENCRYPTION_KEYS_FILE, so that nobody reads it'
    : 'A request that breaks the rules';
}

function askedFor(invite: Invite): string {
  return [`${subject(invite)}${tenant(invite)}`, ...wishes(invite)].join('; ');
}

function subject({ scenario, participants, callId }: Invite): string {
  const people = peopleOf(participants);
  const from = lastSegment(participants[0]?.replacesCallId ?? '');
  switch (scenario) {
    case 'dialOut':
      return `Dial ${people} into call ${callId}`;
    case 'replace':
      return `Bring ${people} into call ${callId}, in place of call ${from}`;
    case 'move':
      return `Move ${people} into call ${callId}, out of call ${from}`;
    case 'add':
    case 'addSeveral':
      return `Add ${people} to call ${callId}`;
  }
}

function tenant({ tenantId }: Invite): string {
  return tenantId === undefined ? '' : ` of tenant ${clean(tenantId)}`;
}

/** Only what differs from the defaults. */
function wishes(invite: Invite): string[] {
  const { deadlines, onUnknownOutcome, confirmRoster, participants } = invite;
  const hidden = participants.filter((one) => one.hidden).length;
  const own = deadlineNames.flatMap((name) => {
    const ms = deadlines[name];
    const usual = name === 'ringMs' ? undefined : defaultDeadlines[name];
    return ms === undefined || ms === usual ? [] : [`${name} ${secondsOf(ms)}`];
  });
  return [
    ...(hidden === 0 ? [] : [`${hidden} hidden`]),
    ...(confirmRoster ? [] : ['no roster awaited']),
    ...(onUnknownOutcome === 'repostOnce' ? ['one more POST after an unclear one'] : []),
    ...(own.length === 0 ? [] : [own.join(', ')]),
  ];
}

/** What the workflow of an earlier run handed over; it matters only where that run is no longer kept. */
function takeOver({ known }: Telling, carried: unknown): void {
  if (!isObject(carried)) return;
  if (isObject(carried['completed'])) known.completed ??= 'notification';
  if (isObject(carried['failed'])) known.failed ??= 'notification';
  if (isObject(carried['callEnded'])) known.callEnded ??= 'notification';
  if (isObject(carried['originalCallEnded'])) known.originalCallEnded ??= 'notification';
  const inRoster: unknown = carried['inRoster'];
  for (const entry of Array.isArray(inRoster) ? inRoster : []) {
    const key: unknown = Array.isArray(entry) ? entry[0] : undefined;
    if (typeof key === 'string') known.inRoster.add(key);
  }
}
