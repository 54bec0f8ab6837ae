import { notificationText, type NotificationItem } from '../../simulator/bodies/envelope.ts';
import { operationItem } from '../../simulator/bodies/operation-item.ts';
import { rosterItem } from '../../simulator/bodies/roster-item.ts';
import type { Oddities } from '../../simulator/oddities.ts';
import type { Person, RosterEntry } from '../../simulator/person.ts';
import type { Random } from '../support/random.ts';
import { tenantId } from '../webhooks/calling-service.ts';

/** The call of one meeting and those who were in it before anybody was invited. */
export interface Meeting {
  readonly callId: string;
  readonly strangers: readonly RosterEntry[];
}

const none: Oddities = new Set();
/** As long as many names are; it ends in the webhooks. */
const displayName = 'Benchmark Person';

export function newMeeting(entries: number, random: Random): Meeting {
  const strangers = Array.from({ length: entries }, (_, index) =>
    entryOf(random.guid(), random.guid(), index + 1, false),
  );
  return { callId: random.guid(), strangers };
}

/** The text of a notification with the whole roster: the strangers, and these invited people after them. */
export function rosterBody({ callId, strangers }: Meeting, people: readonly string[]): string {
  const invited = people.map((personId, index) =>
    entryOf(personId, `participant-of-${personId}`, strangers.length + index + 1, true),
  );
  const entries = [...strangers, ...invited];
  const delta = { sequenceNumber: 1, changed: [], removed: [] };
  return textOf(rosterItem({ callId, tenantId, entries, delta }, none));
}

/** The text of the notification that the operation of one invite has completed. */
export function completionBody(invite: {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
}): string {
  const { inviteId, callId, personId } = invite;
  const operation = { callId, operationId: `operation-${inviteId}`, strangeId: '', tenantId };
  return textOf(
    operationItem(
      {
        ...operation,
        clientContext: inviteId,
        status: 'completed',
        resultInfo: null,
        people: [userOf(personId)],
      },
      none,
    ),
  );
}

function textOf(item: NotificationItem): string {
  return notificationText({ items: [item], oddities: none, callbackUri: '' });
}

function entryOf(
  personId: string,
  participantId: string,
  sourceId: number,
  invited: boolean,
): RosterEntry {
  const person = userOf(personId);
  return { participantId, person, inLobby: false, hidden: false, invited, sourceId };
}

function userOf(id: string): Person {
  return { kind: 'user', id, displayName };
}
