import type { Body } from '../body.ts';
import { badNeighbours } from './bad-neighbours.ts';
import type { Oddities } from '../oddities.ts';
import type { Person } from '../person.ts';

/** One commsNotification before it is put into its envelope. */
export type NotificationItem = {
  readonly changeType: 'created' | 'updated' | 'deleted';
  /** `resource` and `resourceUrl`. */
  readonly paths: Body;
  readonly resourceData: Body | readonly Body[] | null;
  /** Of a roster: whom it shows. Not sent. */
  readonly people?: readonly ShownPerson[] | undefined;
};

/** Somebody whom a roster shows as present. */
export type ShownPerson = { readonly person: Person; readonly inLobby: boolean };

type Envelope = {
  readonly items: readonly NotificationItem[];
  readonly oddities: Oddities;
  readonly callbackUri: string;
};

/** The text of a notification request: the envelope, or what an oddity puts in its place. */
export function notificationText(envelope: Envelope): string {
  return misspelt(JSON.stringify(alone(envelope) ?? listing(envelope, none)), envelope.oddities);
}

/** The same text with bad neighbours around the items; null when they travel without an envelope. */
export function crowdedText(envelope: Envelope): string | null {
  if (alone(envelope) !== null) return null;
  const neighbours = badNeighbours(callPath(envelope.items[0]?.paths ?? {}));
  return misspelt(JSON.stringify(listing(envelope, neighbours)), envelope.oddities);
}

/** A single item that an oddity sends without an envelope, or null. */
function alone({ items, oddities, callbackUri }: Envelope): unknown {
  const [first] = items;
  if (items.length !== 1 || first === undefined || oddities.has('foreignItems')) return null;
  if (oddities.has('bareOperation') && isOperation(first)) return first.resourceData;
  if (!oddities.has('singleNotification')) return null;
  return commsNotification(first, oddities, callbackUri);
}

const none: ReturnType<typeof badNeighbours> = { before: [], after: [] };

function listing({ items, oddities, callbackUri }: Envelope, { before, after }: typeof none): Body {
  const all = oddities.has('foreignItems') ? [...foreignItems(items), ...items] : items;
  const written = all.map((item) => commsNotification(item, oddities, callbackUri));
  return {
    ...(oddities.has('envelopeTypeMissing') ? {} : typed('commsNotifications', oddities)),
    value: [...before, ...written, ...after],
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
