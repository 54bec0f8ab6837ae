import { notificationText, type NotificationItem } from './bodies/envelope.ts';
import type { Call } from './call.ts';
import type { Oddities } from './oddities.ts';
import type { World } from './world.ts';

type Notification = {
  /** For the ledger: what the items are about. */
  readonly about: string;
  readonly clientContext: string | null;
  readonly items: readonly NotificationItem[];
  readonly oddities: Oddities;
};

/** Sends items about one call in one envelope; resolves when delivered, dropped or given up. */
export async function notify(world: World, call: Call, notification: Notification): Promise<void> {
  const { about, clientContext, items, oddities } = notification;
  const waits: Promise<void>[] = [];
  if (oddities.has('emptyDelivery')) {
    waits.push(world.deliver(call, { about: 'nothing', clientContext: null, body: '' }));
  }
  const body = notificationText(items, oddities, call.callbackUri);
  waits.push(world.deliver(call, { about, clientContext, body }));
  await Promise.all(waits);
}
