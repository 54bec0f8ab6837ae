import { isInviteId } from '../contracts/ids.ts';
import type { ResultInfo } from '../contracts/types.ts';
import { ignored, type NotificationItem } from './notification-item.ts';
import { OperationSchema } from './notification-schemas.ts';
import { parseResourcePath, type ResourcePath } from './resource-path.ts';
import { readResultInfo } from '../contracts/schemas/graph-result-info.ts';

/**
 * The end of an operation. `changeType` is not looked at: `deleted` means over, not failed (docs/protocol.md 4). The
 * status decides, never the code: a failed operation with 200/x has failed (docs/protocol.md 8).
 */
export function projectOperation(data: unknown, path: ResourcePath | undefined): NotificationItem {
  const parsed = OperationSchema.safeParse(data);
  if (!parsed.success) return ignored('malformed');
  const { status, clientContext, id, '@odata.id': dataId, resultInfo } = parsed.data;
  if (status !== 'completed' && status !== 'failed') return ignored('notFinal');
  if (!isInviteId(clientContext)) return ignored('noInviteId');
  if (path === undefined) return ignored('noCallId');
  const operationId = id ?? operationIdIn(parseResourcePath(dataId)) ?? operationIdIn(path);
  const about = {
    inviteId: clientContext,
    callId: path.callId,
    ...(operationId !== undefined && { operationId }),
  };
  const info = readResultInfo(resultInfo);
  if (status === 'failed') return { kind: 'operationFailed', ...about, resultInfo: info };
  return { kind: 'operationCompleted', ...about, ...(isKnown(info) && { resultInfo: info }) };
}

/** Of an invite of several people the path ends in `operations/participants`, which is no id (quirk 6). */
function operationIdIn(path: ResourcePath | undefined): string | undefined {
  return path?.collection === 'operations' && path.resourceId?.toLowerCase() !== 'participants'
    ? path.resourceId
    : undefined;
}

function isKnown(info: ResultInfo): boolean {
  return Object.keys(info).length > 0;
}
