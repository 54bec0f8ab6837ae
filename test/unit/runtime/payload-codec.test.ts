import {
  defaultPayloadConverter,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
} from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUnreadable } from '../../../contracts/guards.ts';
import { createPayloadCodec, UnknownPayloadKeyError } from '../../../runtime/payload-codec.ts';
import { readPayloadKeys } from '../../../runtime/payload-keys.ts';
import { keyFile, newKey } from '../../support/payload-keys.ts';

const november = newKey();
const may = newKey();
const context = { type: 'workflow', namespace: 'calls', workflowId: 'invite/a' } as const;
const secret = { phone: '+15550100177', name: 'Canary Person' };

interface Watched extends PayloadCodec {
  readonly refused: string[];
}

function codec(file: object): Watched {
  const refused: string[] = [];
  const onRefused = (reason: string) => void refused.push(reason);
  return { ...createPayloadCodec(readPayloadKeys(keyFile(file)), { onRefused }), refused };
}

const writing = () => codec({ encryptWith: '2026-11', keys: { '2026-11': november } });

function payloadOf(value: unknown): Payload {
  const payload = defaultPayloadConverter.toPayload(value);
  return payload;
}

async function encode(by: PayloadCodec, value: unknown = secret): Promise<Payload> {
  const [payload] = await by.encode([payloadOf(value)], context);
  if (payload === undefined) throw new Error('no payload');
  return payload;
}

async function read(by: PayloadCodec, payload: Payload, at: SerializationContext = context) {
  const [decoded] = await by.decode([payload], at);
  return defaultPayloadConverter.fromPayload(decoded ?? {});
}

function textsOf({ metadata, data }: Payload): string {
  return [data, ...Object.values(metadata ?? {})]
    .map((bytes) => String(Buffer.from(bytes ?? [])))
    .join('\n');
}

const changed = (payload: Payload, name: string, value: string): Payload => ({
  ...payload,
  metadata: { ...payload.metadata, [name]: Buffer.from(value) },
});

describe('an encrypted payload', () => {
  test('comes back as it was, and shows nothing of it meanwhile', async () => {
    const by = writing();
    const payload = await encode(by);
    expect(textsOf(payload)).not.toMatch(/15550100177|Canary|json\/plain/);
    expect(String(Buffer.from(payload.metadata?.['encoding'] ?? []))).toBe('binary/encrypted');
    expect(await read(by, payload)).toEqual(secret);
    expect(by.refused).toEqual([]);
  });

  test('differs each time, in its nonce too', async () => {
    const by = writing();
    const payloads = await by.encode(
      Array.from({ length: 500 }, () => payloadOf(secret)),
      context,
    );
    const nonces = payloads.map(({ data }) =>
      Buffer.from(data ?? [])
        .subarray(0, 12)
        .toString('hex'),
    );
    expect(new Set(nonces).size).toBe(500);
  });

  test('of any value and size comes back', async () => {
    const by = writing();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        // As JSON has it: no negative zero.
        const stored: unknown = JSON.parse(JSON.stringify(value));
        expect(await read(by, await encode(by, value))).toEqual(stored);
      }),
    );
    const large = 'x'.repeat(1_000_000);
    expect(await read(by, await encode(by, large))).toBe(large);
    const none = await by.encode([payloadOf(undefined)], context);
    expect(defaultPayloadConverter.fromPayload((await by.decode(none, context))[0] ?? {})).toBe(
      undefined,
    );
  });

  test('is read without a context, as a codec server has none', async () => {
    const by = writing();
    const [decoded] = await by.decode([await encode(by)]);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toEqual(secret);
  });

  test('of an activity belongs to the workflow that asked for it', async () => {
    const by = writing();
    const activity = {
      type: 'activity',
      namespace: 'calls',
      workflowId: 'invite/a',
      isLocal: false,
    } as const;
    const [payload] = await by.encode([payloadOf(secret)], { ...activity, activityId: '1' });
    expect(await read(by, payload ?? {}, context)).toEqual(secret);
  });

  test('of no workflow, as the failure of a workflow task, is for people and for no workflow', async () => {
    const by = writing();
    const [payload = {}] = await by.encode([payloadOf(secret)]);
    const [decoded = {}] = await by.decode([payload]);
    expect(defaultPayloadConverter.fromPayload(decoded)).toEqual(secret);
    expect(isUnreadable(await read(by, payload))).toBe(true);
    expect(by.refused).toEqual(['foreign']);
  });
});

describe('what can never be read', () => {
  const moved = { ...context, workflowId: 'invite/b' };

  test.each<[string, string, (payload: Payload) => Payload, SerializationContext?]>([
    ['plaintext', 'plaintext', () => payloadOf(secret)],
    ['a payload without metadata', 'plaintext', ({ data }) => ({ data: data ?? null })],
    ['the payload of another invite', 'foreign', (payload) => payload, moved],
    [
      'the payload of another namespace',
      'foreign',
      (payload) => payload,
      { ...context, namespace: 'x' },
    ],
    [
      'the payload of another invite with its id changed',
      'broken',
      (payload) => changed(payload, 'encryption-workflow-id', 'invite/b'),
      moved,
    ],
    [
      'a key id that is none',
      'malformed',
      (payload) => changed(payload, 'encryption-key-id', 'a/b\n'),
    ],
    [
      'no namespace',
      'malformed',
      ({ metadata, ...payload }) => ({
        ...payload,
        metadata: Object.fromEntries(
          Object.entries(metadata ?? {}).filter(([name]) => name !== 'encryption-namespace'),
        ),
      }),
    ],
    ['too few bytes', 'broken', (payload) => ({ ...payload, data: Buffer.alloc(27) })],
    ['no bytes', 'broken', ({ metadata }) => ({ metadata: metadata ?? null })],
    [
      'a cut tag',
      'broken',
      ({ metadata, data }) => ({ metadata: metadata ?? null, data: data?.slice(0, -1) ?? null }),
    ],
  ])('%s becomes a value that every guard refuses', async (_, reason, change, at) => {
    const by = writing();
    expect(isUnreadable(await read(by, change(await encode(by)), at))).toBe(true);
    expect(by.refused).toEqual([reason]);
  });

  test('a workflow id changed where nobody says which it is', async () => {
    const by = writing();
    const payload = changed(await encode(by), 'encryption-workflow-id', 'invite/b');
    const [decoded] = await by.decode([payload]);
    expect(isUnreadable(defaultPayloadConverter.fromPayload(decoded ?? {}))).toBe(true);
    expect(by.refused).toEqual(['broken']);
  });

  test('any changed byte', async () => {
    const by = writing();
    const payload = await encode(by);
    const bytes = Buffer.from(payload.data ?? []);
    for (let at = 0; at < bytes.length; at += 1) {
      const data = Buffer.from(bytes);
      data[at] = (data[at] ?? 0) ^ 1;
      expect(isUnreadable(await read(by, { ...payload, data }))).toBe(true);
    }
    expect(by.refused).toHaveLength(bytes.length);
  });

  test('one of several does not hide its neighbours', async () => {
    const by = writing();
    const decoded = await by.decode([await encode(by), payloadOf(1), await encode(by)], context);
    const values: unknown[] = decoded.map((one) => defaultPayloadConverter.fromPayload(one));
    expect(values.map(isUnreadable)).toEqual([false, true, false]);
  });

  test('a key check that was changed asks for a key, and reads nothing', async () => {
    const by = writing();
    const payload = changed(await encode(by), 'encryption-key-check', '0123456789abcdef');
    await expect(by.decode([payload], context)).rejects.toThrow(UnknownPayloadKeyError);
  });
});

describe('a rotated key', () => {
  test('still decrypts what it encrypted', async () => {
    const before = codec({ encryptWith: '2026-05', keys: { '2026-05': may } });
    const after = codec({
      encryptWith: '2026-11',
      keys: { '2026-05': may, '2026-11': november },
    });
    expect(await read(after, await encode(before))).toEqual(secret);
    expect(String(Buffer.from((await encode(after)).metadata?.['encryption-key-id'] ?? []))).toBe(
      '2026-11',
    );
  });

  test("that stands under another key's id is asked for, as the right file mends it", async () => {
    const other = codec({ encryptWith: '2026-11', keys: { '2026-11': may } });
    const payload = await encode(writing());
    await expect(other.decode([payload], context)).rejects.toThrow('"2026-11"');
    expect(other.refused).toEqual([]);
  });

  test('that is not in the file is asked for by its id', async () => {
    const old = await encode(codec({ encryptWith: '2026-05', keys: { '2026-05': may } }));
    const by = writing();
    await expect(by.decode([old], context)).rejects.toThrow(UnknownPayloadKeyError);
    await expect(by.decode([old], context)).rejects.toThrow('"2026-05"');
    expect(by.refused).toEqual([]);
  });
});

describe('while a namespace moves to encryption', () => {
  const moving = { acceptPlaintext: true, keys: { '2026-11': november } };

  test('a process that must not encrypt yet writes in clear and reads both', async () => {
    const by = codec(moving);
    expect(textsOf(await encode(by))).toContain('Canary');
    expect(await read(by, await encode(writing()))).toEqual(secret);
    expect(await read(by, payloadOf(secret))).toEqual(secret);
  });

  test('one that encrypts reads what is stored in clear', async () => {
    const by = codec({ ...moving, encryptWith: '2026-11' });
    expect(textsOf(await encode(by))).not.toContain('Canary');
    expect(await read(by, payloadOf(secret))).toEqual(secret);
    expect(by.refused).toEqual([]);
  });
});

test('what was stored long ago stays readable: the form may not change without another encoding', async () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 7) % 256));
  const by = codec({ encryptWith: 'gold', keys: { gold: key.toString('base64') } });
  const stored = {
    metadata: {
      encoding: Buffer.from('binary/encrypted'),
      'encryption-key-id': Buffer.from('gold'),
      'encryption-key-check': Buffer.from('e85e0e3d2c8200fb'),
      'encryption-namespace': Buffer.from('calls'),
      'encryption-workflow-id': Buffer.from('invite/gold'),
    },
    data: Buffer.from(
      'Euv2ZHPG+96amSUzbIb9lPFZfv1Jus4ce+2zGJPlu1iZ/hOJmKoC+Y6XO4kk9mK4gg+oL6lsn3cnLU5VtdCfVau8f0frYnvGRhHu',
      'base64',
    ),
  };
  const at = { ...context, workflowId: 'invite/gold' };
  expect(await read(by, stored, at)).toEqual({ stored: 'long ago' });
});
