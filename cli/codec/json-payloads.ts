import type { Payload } from '@temporalio/common';
import { z } from 'zod';

/**
 * `temporal.api.common.v1.Payload` as proto3 JSON: bytes are base64 texts, an absent member may be null. Members that a
 * later Temporal adds stay as they are.
 */
export const JsonPayloadSchema = z.looseObject({
  metadata: z.record(z.string(), z.string()).nullish(),
  data: z.string().nullish(),
});
export const JsonPayloadsSchema = z.object({ payloads: z.array(JsonPayloadSchema).default([]) });

export type JsonPayload = z.infer<typeof JsonPayloadSchema>;

/** One value of the metadata as text. */
export function metadataText({ metadata }: JsonPayload, name: string): string | undefined {
  const value = metadata?.[name];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

export function payloadOf({ metadata, data }: JsonPayload): Payload {
  return {
    metadata: mapValues(metadata ?? {}, (text) => Buffer.from(text, 'base64')),
    data: Buffer.from(data ?? '', 'base64'),
  };
}

export function jsonOf({ metadata, data }: Payload): JsonPayload {
  return {
    metadata: mapValues(metadata ?? {}, base64Of),
    ...(data != null && { data: base64Of(data) }),
  };
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
