import { notificationText } from '../../simulator/bodies/envelope.ts';
import { operationItem } from '../../simulator/bodies/operation-item.ts';
import { rosterItem } from '../../simulator/bodies/roster-item.ts';
import type { Oddities } from '../../simulator/oddities.ts';
import type { Random } from '../support/random.ts';
import type { PlannedCall, PlannedInvite } from './plan-calls.ts';

export const tenantId = '7d0c2b1e-0000-4000-8000-000000000010';
const appId = '7d0c2b1e-0000-4000-8000-000000000020';
const none: Oddities = new Set();

/** That the invite was answered, as the simulator writes it. @returns the parsed body of a notification */
export function completionOf({ inviteId, callId, personId }: PlannedInvite, random: Random) {
  const item = operationItem(
    {
      ...{ callId, operationId: random.guid(), status: 'completed', tenantId },
      strangeId: random.guid(),
      clientContext: inviteId,
      resultInfo: null,
      people: [{ kind: 'user', id: personId }],
    },
    none,
  );
  return parsed([item]);
}

/** The bot and everyone who is invited into the call. @returns the parsed body of a notification */
export function rosterOf({ callId, invites }: PlannedCall, random: Random) {
  const bot = { kind: 'application', id: appId } as const;
  const people = invites.map(({ personId }) => ({ kind: 'user', id: personId }) as const);
  const entries = [bot, ...people].map((person, index) => ({
    ...{ participantId: random.guid(), person, inLobby: false, hidden: false },
    ...{ invited: person.kind === 'user', sourceId: index + 1 },
  }));
  const delta = { sequenceNumber: 1, changed: [], removed: [] };
  return parsed([rosterItem({ callId, tenantId, entries, delta }, none)]);
}

function parsed(items: Parameters<typeof notificationText>[0]['items']): unknown {
  return JSON.parse(notificationText({ items, oddities: none, callbackUri: '' }));
}
