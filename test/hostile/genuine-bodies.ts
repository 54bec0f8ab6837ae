import { callEndItem } from '../../simulator/bodies/call-item.ts';
import {
  crowdedText,
  notificationText,
  type NotificationItem,
} from '../../simulator/bodies/envelope.ts';
import { foreignOperationItem, operationItem } from '../../simulator/bodies/operation-item.ts';
import { rosterItem } from '../../simulator/bodies/roster-item.ts';
import { oddityNames, type Oddities } from '../../simulator/oddities.ts';
import type { RosterEntry } from '../../simulator/person.ts';
import { callId, inviteId, tenantId } from './stand.ts';

export const invited = { kind: 'user', id: 'ada0ada0-1111-4222-8333-444455556666' } as const;
const phone = { kind: 'phone', id: '+15550100123' } as const;
const callbackUri = 'https://bot.example/notifications';

const seat = (person: RosterEntry['person'], sourceId: number): RosterEntry => ({
  participantId: `9a27000${sourceId}-1111-4222-8333-444455556666`,
  person,
  inLobby: false,
  hidden: false,
  invited: sourceId === 1,
  sourceId,
});

/** What the simulator sends of every kind, plain, with each oddity, and crowded by bad neighbours. */
export function genuineBodies(): readonly string[] {
  const each = [new Set<never>(), ...oddityNames.map((name) => new Set([name]))];
  return each.flatMap((oddities: Oddities) =>
    itemsWith(oddities).flatMap((item) => {
      const envelope = { items: [item], oddities, callbackUri };
      const crowded = crowdedText(envelope);
      return crowded === null
        ? [notificationText(envelope)]
        : [notificationText(envelope), crowded];
    }),
  );
}

function itemsWith(oddities: Oddities): readonly NotificationItem[] {
  const resultInfo = { code: 487, subcode: 10073, message: 'x. DiagCode: 412#10073.@' };
  const operation = {
    callId,
    operationId: '09e8a710-1111-4222-8333-444455556666',
    strangeId: '57a26e00-1111-4222-8333-444455556666',
    clientContext: inviteId,
    people: [invited],
    tenantId,
  };
  const entries = [seat(invited, 1), seat(phone, 2)];
  const roster = {
    callId,
    tenantId,
    entries,
    delta: { sequenceNumber: 3, changed: entries, removed: [] },
  };
  return [
    operationItem({ ...operation, status: 'completed', resultInfo: null }, oddities),
    operationItem({ ...operation, status: 'failed', resultInfo }, oddities),
    operationItem(
      { ...operation, status: 'failed', resultInfo, people: [invited, phone] },
      oddities,
    ),
    foreignOperationItem({ ...operation, status: 'completed', resultInfo: null }, oddities),
    rosterItem(roster, oddities),
    callEndItem('terminated', { callId, resultInfo }, oddities),
    callEndItem('deleted', { callId, resultInfo }, oddities),
  ].filter((item) => item !== null);
}
