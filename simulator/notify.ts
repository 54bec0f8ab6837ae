import { crowdedText, notificationText, type NotificationItem } from './bodies/envelope.ts';
import type { Call } from './call.ts';
import type { DeliveryEnd } from './deliveries.ts';
import { ledgerName, newGuid } from './ids.ts';
import type { LedgerPerson } from './ledger-fact.ts';
import type { Oddities } from './oddities.ts';
import type { Delivery } from './prepare-delivery.ts';
import type { World } from './world.ts';

type Notification = {
  /** For the ledger: what the items are about. */
  readonly about: string;
  readonly clientContext: string | null;
  readonly items: readonly NotificationItem[];
  readonly oddities: Oddities;
  readonly fault?: Delivery['fault'];
};

/** Sends items about one call in one envelope; resolves when delivered, dropped or given up. */
export async function notify(
  world: World,
  call: Call,
  notification: Notification,
): Promise<DeliveryEnd> {
  const { about, clientContext, items, oddities, fault = null } = notification;
  const emptyOne = oddities.has('emptyDelivery') ? world.deliver(call, nothing) : null;
  const envelope = { items, oddities, callbackUri: call.callbackUri };
  const end = await world.deliver(call, {
    about,
    clientContext,
    people: peopleIn(items),
    body: notificationText(envelope),
    crowdedBody: () => crowdedText(envelope),
    fault,
  });
  await emptyOne;
  return end;
}

/** Puts down that a fact came true without a word, because a script says that the news is lost. */
export function writeLost(
  world: World,
  { callId }: Call,
  told: { readonly about: string; readonly clientContext: string | null },
): void {
  const deliveryId = newGuid();
  world.ledger.write({ type: 'deliveryDropped', deliveryId, callId, ...told, fault: ['lost'] });
}

const nothing: Delivery = {
  about: 'nothing',
  clientContext: null,
  people: undefined,
  body: '',
  crowdedBody: () => null,
  fault: null,
};

/** Whom the rosters among the items show; undefined when there is none. */
function peopleIn(items: readonly NotificationItem[]): readonly LedgerPerson[] | undefined {
  const rosters = items.flatMap(({ people }) => (people === undefined ? [] : [people]));
  if (rosters.length === 0) return undefined;
  return rosters.flat().map(({ person, inLobby }) => ({ person: ledgerName(person), inLobby }));
}
