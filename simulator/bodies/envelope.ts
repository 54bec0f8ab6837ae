import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';

/** One commsNotification before it is put into its envelope. */
export type NotificationItem = {
  readonly changeType: 'created' | 'updated' | 'deleted';
  /** `resource` and `resourceUrl`. */
  readonly paths: Body;
  readonly resourceData: Body | readonly Body[] | null;
};

/** The text of a notification request: the envelope, or what an oddity puts in its place. */
export function notificationText(
  items: readonly NotificationItem[],
  oddities: Oddities,
  callbackUri: string,
): string {
  const all = oddities.has('foreignItems') ? [...foreignItems(items), ...items] : items;
  return misspelt(JSON.stringify(envelope(all, oddities, callbackUri)), oddities);
}

function envelope(
  items: readonly NotificationItem[],
  oddities: Oddities,
  callbackUri: string,
): unknown {
  const [first] = items;
  if (items.length === 1 && first !== undefined) {
    if (oddities.has('bareOperation') && isOperation(first)) return first.resourceData;
    if (oddities.has('singleNotification')) return commsNotification(first, oddities, callbackUri);
  }
  return {
    ...(oddities.has('envelopeTypeMissing') ? {} : typed('commsNotifications', oddities)),
    value: items.map((item) => commsNotification(item, oddities, callbackUri)),
  };
}

function commsNotification(item: NotificationItem, oddities: Oddities, callbackUri: string): Body {
  const { changeType } = item;
  return {
    ...(oddities.has('itemTypeMissing') ? {} : typed('commsNotification', oddities)),
    changeType: oddities.has('changeTypePascalCase') ? pascalCase(changeType) : changeType,
    ...item.paths,
    ...(oddities.has('itemCallbackUri') ? { callbackUri } : {}),
    ...(item.resourceData === null ? {} : { resourceData: shown(item.resourceData, oddities) }),
  };
}

function shown(data: Body | readonly Body[], oddities: Oddities): unknown {
  if (!oddities.has('resourceDataTypeMissing')) return data;
  const untyped = (body: Body): Body =>
    Object.fromEntries(Object.entries(body).filter(([name]) => name !== '@odata.type'));
  return isList(data) ? data.map(untyped) : untyped(data);
}

function typed(name: string, oddities: Oddities): Body {
  const hash = oddities.has('typesWithoutHash') ? '' : '#';
  return { '@odata.type': `${hash}microsoft.graph.${name}` };
}

function isOperation(item: NotificationItem): boolean {
  return !isList(item.resourceData) && item.resourceData?.['status'] !== undefined;
}

function isList(data: NotificationItem['resourceData']): data is readonly Body[] {
  return Array.isArray(data);
}

/** Items that a calling bot gets on the same channel and that have nothing to do with invites (quirk 21). */
function foreignItems(items: readonly NotificationItem[]): readonly NotificationItem[] {
  const base = callPath(items[0]?.paths ?? {});
  return ['contentSharingSessions', 'prompts', 'recordings'].map((kind) => ({
    changeType: 'updated' as const,
    paths: { resource: `${base}/${kind}`, resourceUrl: `${base}/${kind}` },
    resourceData: null,
  }));
}

function callPath(paths: Body): string {
  const path = paths['resourceUrl'] ?? paths['resource'];
  const found = typeof path === 'string' ? /^.*?calls\/[^/]+/.exec(path) : null;
  return found?.[0] ?? '/communications/calls';
}

/** The ways in which published bodies are no JSON (quirk 18). */
function misspelt(text: string, oddities: Oddities): string {
  if (oddities.has('trailingComma')) return `${text.slice(0, -1)},}`;
  if (oddities.has('commentInJson')) return `{ // notification\n${text.slice(1)}`;
  if (oddities.has('unbalancedBraces')) return text.slice(0, -1);
  return text;
}

/** `completed` as `Completed`. */
export function pascalCase(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
