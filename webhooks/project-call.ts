import { ignored, type NotificationItem } from './notification-item.ts';
import { CallSchema, type Notification } from './notification-schemas.ts';
import type { ResourcePath } from './resource-path.ts';
import { readResultInfo } from '../contracts/schemas/graph-result-info.ts';

/**
 * A call has ended when its state is `terminated`, under whichever change type, or when it was deleted, with another
 * state, without one, or without any data (docs/protocol.md, quirks 20 to 22). `terminating` is not an end.
 */
export function projectCall(
  { resourceData, changeType }: Notification,
  path: ResourcePath | undefined,
): NotificationItem {
  if (path === undefined) return ignored('noCallId');
  const parsed = CallSchema.safeParse(resourceData);
  const call = parsed.success ? parsed.data : undefined;
  const state = call?.state ?? call?.callState;
  if (state !== 'terminated' && changeType !== 'deleted') return ignored('callGoesOn');
  const resultInfo = readResultInfo(call?.resultInfo);
  return {
    kind: 'callTerminated',
    callId: path.callId,
    ...(Object.keys(resultInfo).length > 0 && { resultInfo }),
  };
}
