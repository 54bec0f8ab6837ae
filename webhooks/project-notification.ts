import { isObject } from '../contracts/json-values.ts';
import { isWithinBounds } from './json-bounds.ts';
import { ignored, type NotificationItem } from './notification-item.ts';
import {
  EnvelopeSchema,
  NotificationSchema,
  TypedSchema,
  type Notification,
} from './notification-schemas.ts';
import { projectCall } from './project-call.ts';
import { projectOperation } from './project-operation.ts';
import { projectRoster } from './project-roster.ts';
import { parseResourcePath, type ResourcePath } from './resource-path.ts';

/** docs/reliability.md 4: more than this in one delivery is nothing that Graph sends. */
const maxItems = 100;

export type Projection =
  | { readonly kind: 'refused'; readonly reason: 'tooDeep' | 'noEnvelope' | 'tooMany' }
  | { readonly kind: 'projected'; readonly items: readonly NotificationItem[] };

/**
 * Reads a parsed body into facts of our own. With the files it imports, this is the only place that knows Graph's field
 * names; display names, messages and everything else that is not needed end here. Total: never throws.
 */
export function projectNotification(body: unknown): Projection {
  if (!isWithinBounds(body)) return { kind: 'refused', reason: 'tooDeep' };
  const batch = batchOf(body);
  if (batch === undefined) return { kind: 'refused', reason: 'noEnvelope' };
  if (batch.length > maxItems) return { kind: 'refused', reason: 'tooMany' };
  return { kind: 'projected', items: batch.map(projectItem) };
}

/**
 * One notification without `value` is a batch of one (docs/protocol.md, quirk 16). A bare operation (quirk 17) is none:
 * it names no call, so the fact could not be held against the invite's.
 */
function batchOf(body: unknown): readonly unknown[] | undefined {
  const envelope = EnvelopeSchema.safeParse(body);
  if (envelope.success) return envelope.data.value;
  const single = NotificationSchema.safeParse(body);
  if (!single.success || (isObject(body) && 'value' in body)) return undefined;
  const { '@odata.type': type, resource, resourceUrl } = single.data;
  return type === 'commsnotification' || resource !== undefined || resourceUrl !== undefined
    ? [body]
    : undefined;
}

function projectItem(item: unknown): NotificationItem {
  const parsed = NotificationSchema.safeParse(item);
  if (!parsed.success) return ignored('malformed');
  const { resource, resourceUrl, resourceData } = parsed.data;
  const { type, dataId } = typeAndIdOf(resourceData);
  const path =
    parseResourcePath(resource) ?? parseResourcePath(resourceUrl) ?? parseResourcePath(dataId);
  return projectAs(subjectOf(type, parsed.data, path), parsed.data, path);
}

type Subject = 'operation' | 'roster' | 'call' | 'otherOperation' | 'otherKind';

function projectAs(
  subject: Subject,
  item: Notification,
  path: ResourcePath | undefined,
): NotificationItem {
  switch (subject) {
    case 'operation':
      return projectOperation(item.resourceData, path);
    case 'roster':
      return projectRoster(item, path);
    case 'call':
      return projectCall(item, path);
    case 'otherOperation':
    case 'otherKind':
      return ignored(subject);
  }
}

/** Type first, path second: a roster was published on a path of operations (quirk 6). */
function subjectOf(
  type: string | undefined,
  { resourceData }: Notification,
  path: ResourcePath | undefined,
): Subject {
  if (type === undefined) return subjectOfPath(path, Array.isArray(resourceData));
  if (type === 'inviteparticipantsoperation' || type === 'commsoperation') return 'operation';
  if (type === 'participant' || type === 'deltaparticipants') return 'roster';
  if (type === 'call') return 'call';
  return type.endsWith('operation') ? 'otherOperation' : 'otherKind';
}

function subjectOfPath(path: ResourcePath | undefined, isList: boolean): Subject {
  if (path === undefined) return 'otherKind';
  const { collection, resourceId } = path;
  if (collection === 'participants') return 'roster';
  if (collection === 'operations') {
    if (!isList) return 'operation';
    return resourceId?.toLowerCase() === 'participants' ? 'roster' : 'otherKind';
  }
  return collection === undefined && !isList ? 'call' : 'otherKind';
}

/** Of a list, those of its first entry. */
function typeAndIdOf(data: unknown): { type?: string | undefined; dataId?: string | undefined } {
  const first: unknown = Array.isArray(data) ? data[0] : data;
  const parsed = TypedSchema.safeParse(first);
  if (!parsed.success) return {};
  return { type: parsed.data['@odata.type'], dataId: parsed.data['@odata.id'] };
}
