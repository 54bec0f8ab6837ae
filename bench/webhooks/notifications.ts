import { callEndItem } from '../../simulator/bodies/call-item.ts';
import { notificationText, type NotificationItem } from '../../simulator/bodies/envelope.ts';
import { operationItem } from '../../simulator/bodies/operation-item.ts';
import { failureText } from '../../simulator/bodies/result-info.ts';
import { rosterItem } from '../../simulator/bodies/roster-item.ts';
import type { Oddities } from '../../simulator/oddities.ts';
import type { Person, RosterEntry } from '../../simulator/person.ts';
import { appId, tenantId } from './calling-service.ts';
import type { Random } from '../support/random.ts';

/** Whom notifications are about. */
export interface WaitingInvite {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
}

export interface BenchNotification {
  readonly body: string;
  readonly inviteId: string;
  /** Comes back in the signal that this notification leads to, and in no other (`signalMark`). */
  readonly mark: string;
}

/** Of ten notifications, as an invite that is answered gets more of its operation than of anything else. */
const kinds = [
  ...Array.from({ length: 5 }, () => 'completed' as const),
  'failed' as const,
  ...Array.from({ length: 3 }, () => 'roster' as const),
  'callEnded' as const,
];

/**
 * One notification of any kind, as the simulator writes them, with ids of its own.
 * @param number no other notification to the same invite may have it
 */
export function notificationFor(
  invite: WaitingInvite,
  number: number,
  random: Random,
): BenchNotification {
  const kind = random.pick(kinds);
  const { item, mark } = itemOf(kind, invite, number, random);
  const body = notificationText({ items: [item], oddities: none, callbackUri: '' });
  return { body, inviteId: invite.inviteId, mark };
}

const none: Oddities = new Set();

function itemOf(
  kind: (typeof kinds)[number],
  invite: WaitingInvite,
  number: number,
  random: Random,
): { readonly item: NotificationItem; readonly mark: string } {
  const ownId = random.guid();
  switch (kind) {
    case 'completed':
    case 'failed':
      return { item: operation(kind, invite, ownId, random), mark: ownId };
    case 'roster':
      return { item: roster(invite, ownId, random), mark: ownId };
    case 'callEnded': {
      const resultInfo = { code: 200, subcode: number, message: 'The call has ended.' };
      const item = callEndItem('terminated', { callId: invite.callId, resultInfo }, none);
      if (item === null) throw new Error('The simulator left out the end of a call.');
      return { item, mark: `subcode ${number}` };
    }
  }
}

function operation(
  status: 'completed' | 'failed',
  { inviteId, callId, personId }: WaitingInvite,
  operationId: string,
  random: Random,
): NotificationItem {
  const person: Person = { kind: 'user', id: personId, displayName: 'Benchmark Person' };
  const message = failureText(person, 'Busy', '486#10003');
  return operationItem(
    {
      ...{ callId, operationId, status, tenantId },
      strangeId: random.guid(),
      clientContext: inviteId,
      resultInfo: status === 'failed' ? { code: 486, subcode: 10003, message } : null,
      people: [person],
    },
    none,
  );
}

/** The bot and the invited person. */
function roster(
  { callId, personId }: WaitingInvite,
  participantId: string,
  random: Random,
): NotificationItem {
  const bot = entry({ kind: 'application', id: appId }, random.guid(), 1);
  const person = entry({ kind: 'user', id: personId }, participantId, 2);
  const delta = { sequenceNumber: 1, changed: [], removed: [] };
  return rosterItem({ callId, tenantId, entries: [bot, person], delta }, none);
}

function entry(person: Person, participantId: string, sourceId: number): RosterEntry {
  const invited = person.kind === 'user';
  return { participantId, person, inLobby: false, hidden: false, invited, sourceId };
}
