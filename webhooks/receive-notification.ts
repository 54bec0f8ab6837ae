import type { CallRegisterReader } from '../contracts/call-register.ts';
import type { Logger } from '../runtime/logger.ts';
import type { SendSignal } from './invite-signal.ts';
import type { Metrics } from './metrics.ts';
import type { NotificationItem } from './notification-item.ts';
import { projectNotification } from './project-notification.ts';
import { routeSignals, type RoutableItem } from './route-signal.ts';

export interface ReceiveOptions {
  readonly register: CallRegisterReader;
  readonly send: SendSignal;
  readonly metrics: Pick<Metrics, 'notifications' | 'refusedBodies' | 'emptyBatches'>;
  readonly logger: Logger;
}

/**
 * Takes the parsed body of a notification with a valid token. `accepted` only once every item that concerns an invite is
 * stored; an item that never can be used is counted and does not hold up the others.
 * @throws UnavailableError when something could not be stored
 */
export type ReceiveNotification = (
  body: unknown,
  tenantId: string,
) => Promise<'accepted' | 'refused'>;

export function createReceiver(options: ReceiveOptions): ReceiveNotification {
  const { metrics, logger } = options;
  return async (body, tenantId) => {
    const projection = projectNotification(body);
    if (projection.kind === 'refused') {
      metrics.refusedBodies.inc({ reason: projection.reason });
      logger.warn({ reason: projection.reason }, 'notification refused');
      return 'refused';
    }
    if (projection.items.length === 0) metrics.emptyBatches.inc();
    for (const item of projection.items) {
      if (item.kind === 'ignored')
        metrics.notifications.inc({ kind: 'ignored', result: item.reason });
    }
    await route(projection.items.filter(isRoutable), tenantId, options);
    return 'accepted';
  };
}

async function route(
  items: readonly RoutableItem[],
  tenantId: string,
  { register, send, metrics, logger }: ReceiveOptions,
): Promise<void> {
  try {
    const answers = await routeSignals(items, { register, send, tenantId });
    items.forEach((item, index) => {
      const result = answers[index] ?? 'nobodyWaits';
      metrics.notifications.inc({ kind: item.kind, result });
      logger.info({ ...logFields(item), result }, 'notification item');
    });
  } catch (error) {
    for (const item of items) {
      metrics.notifications.inc({ kind: item.kind, result: 'unavailable' });
      logger.warn({ ...logFields(item), result: 'unavailable' }, 'notification item');
    }
    throw error;
  }
}

function isRoutable(item: NotificationItem): item is RoutableItem {
  return item.kind !== 'ignored';
}

/** An allow-list: ids, codes and counts (docs/reliability.md 5). Keys of a roster can be phone numbers. */
function logFields(item: RoutableItem) {
  switch (item.kind) {
    case 'rosterUpdated':
      return { kind: item.kind, callId: item.callId, participantCount: item.participants.length };
    case 'callTerminated':
      return { kind: item.kind, callId: item.callId, resultInfo: item.resultInfo };
    case 'operationCompleted':
    case 'operationFailed':
      return {
        kind: item.kind,
        callId: item.callId,
        inviteId: item.inviteId,
        operationId: item.operationId,
        resultInfo: item.resultInfo,
      };
  }
}
