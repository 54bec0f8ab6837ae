import { isGraphParticipant, readRosterEntries } from '../contracts/schemas/graph-participant.ts';
import { ignored, type NotificationItem } from './notification-item.ts';
import { DeltaRosterSchema, RosterSchema, type Notification } from './notification-schemas.ts';
import type { ResourcePath } from './resource-path.ts';

/**
 * A whole roster (a list), a delta (an object with a list) or one participant. Someone who is not in the list gives no
 * entry: in a delta absent means unchanged, and that a person left a whole roster never undoes that they had joined.
 */
export function projectRoster(
  { resourceData, changeType }: Notification,
  path: ResourcePath | undefined,
): NotificationItem {
  if (path === undefined) return ignored('noCallId');
  const list = participantsIn(resourceData);
  if (list === undefined) return ignored('malformed');
  const entries = readRosterEntries(list);
  const gone = changeType === 'deleted';
  return {
    kind: 'rosterUpdated',
    callId: path.callId,
    participants: gone ? entries.map((one) => ({ ...one, removed: true })) : entries,
  };
}

function participantsIn(data: unknown): readonly unknown[] | undefined {
  const list = RosterSchema.safeParse(data);
  if (list.success) return list.data;
  const delta = DeltaRosterSchema.safeParse(data);
  if (delta.success) return delta.data.participants;
  return isGraphParticipant(data) ? [data] : undefined;
}
