/** Loose reading of a history in the JSON form that Temporal's tools export. */
import { defaultPayloadConverter } from '@temporalio/common';
import { isObject, type JsonObject } from '../../contracts/json-values.ts';

/** An event with the one member that holds its attributes. */
export interface HistoryJsonEvent {
  /** As in `activityTaskScheduled`. */
  readonly name: string;
  readonly position: number;
  readonly at: number;
  readonly attributes: JsonObject;
  readonly whole: JsonObject;
}

/** @throws Error when this is no history */
export function eventsOfJson(history: unknown): readonly HistoryJsonEvent[] {
  const events: unknown = isObject(history) ? history['events'] : undefined;
  if (!Array.isArray(events)) throw new Error('This is no history: it has no events.');
  return events.filter(isObject).map((whole) => {
    const name = Object.keys(whole).find((one) => one.endsWith('EventAttributes')) ?? '';
    return {
      name: name.replace(/EventAttributes$/, ''),
      position: Number(whole['eventId']),
      at: Date.parse(textAt(whole, 'eventTime') ?? ''),
      attributes: objectAt(whole, name),
      whole,
    };
  });
}

export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)] as unknown;
    else at = isObject(at) ? at[step] : undefined;
  }
  return at;
}

export function objectAt(value: unknown, ...path: readonly (string | number)[]): JsonObject {
  const at = valueAt(value, ...path);
  return isObject(at) ? at : {};
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const at = valueAt(value, ...path);
  return typeof at === 'string' ? at : undefined;
}

export interface PayloadJson {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data?: string;
}

export function isPayload(value: unknown): value is PayloadJson {
  return typeof valueAt(value, 'metadata', 'encoding') === 'string';
}

/** The first of some payloads, decoded; undefined when there is none. */
export function firstPayload(payloads: unknown): unknown {
  const payload = valueAt(payloads, 'payloads', 0);
  return isPayload(payload) ? decoded(payload) : undefined;
}

/** What cannot be decoded stays a text, so that a search finds what is in it. */
export function decoded({ metadata, data = '' }: PayloadJson): unknown {
  const bytes = Buffer.from(data, 'base64');
  try {
    const plain = Object.entries(metadata).map(
      ([name, value]) => [name, Buffer.from(value, 'base64')] as const,
    );
    return defaultPayloadConverter.fromPayload({
      metadata: Object.fromEntries(plain),
      data: bytes,
    });
  } catch {
    return bytes.toString('utf8');
  }
}
