import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';

/** Keys for the payloads in Temporal: one to encrypt with, any number to decrypt what is stored already. */
export interface PayloadKeys {
  /** Undefined only where plaintext is still accepted: then this process writes in clear. */
  readonly encryptWith: PayloadKey | undefined;
  /** While a namespace moves to encryption: what is stored in clear can still be read. */
  readonly acceptPlaintext: boolean;
  find(keyId: string): PayloadKey | undefined;
}

export interface PayloadKey {
  readonly keyId: string;
  readonly key: KeyObject;
  /** Tells two keys of one id apart, and tells nothing of the key. */
  readonly check: string;
}

/** Of a process without a key file. */
export const noPayloadKeys: PayloadKeys = {
  encryptWith: undefined,
  acceptPlaintext: true,
  find: () => undefined,
};

const keyIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Whether a text can be the id of a key; such an id may be named in messages. */
export function isKeyId(text: string): boolean {
  return keyIdPattern.test(text);
}

/**
 * Reads and checks a key file: `{ "encryptWith": "2026-11", "keys": { "2026-11": "<base64 of 32 bytes>" } }`, and
 * `"acceptPlaintext": true` while a namespace moves to encryption (docs/security.md).
 * @throws ConfigurationError naming every problem, never a key
 */
export function readPayloadKeys(file: string): PayloadKeys {
  const parsed = KeyFileSchema.safeParse(jsonOf(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.length === 0 ? 'the file' : path.join('.')} ${message}`,
    );
    throw new ConfigurationError(problems.map((problem) => `${variable}: ${problem}`));
  }
  const { encryptWith, keys, acceptPlaintext } = parsed.data;
  const secrets = new Map(
    Object.entries(keys).map(([keyId, bytes]) => [keyId, payloadKey(keyId, bytes)] as const),
  );
  return {
    encryptWith: encryptWith === undefined ? undefined : secrets.get(encryptWith),
    acceptPlaintext,
    find: (keyId) => secrets.get(keyId),
  };
}

function payloadKey(keyId: string, bytes: Buffer): PayloadKey {
  const key = createSecretKey(bytes);
  const check = createHmac('sha256', key).update('graph-invite key check').digest('hex');
  return { keyId, key, check: check.slice(0, 16) };
}

const variable = 'PAYLOAD_ENCRYPTION_KEYS_FILE';
const keyBytes = 32;

const KeySchema = z
  .string('must be a text')
  .transform((text) => ({ text, bytes: Buffer.from(text, 'base64') }))
  .refine(({ text, bytes }) => bytes.length === keyBytes && bytes.toString('base64') === text, {
    error: 'must be 32 bytes in base64, such as "graph-invite new-key" prints',
    abort: true,
  })
  // A placeholder, not a key.
  .refine(({ bytes }) => new Set(bytes).size > 1, 'must be random')
  .transform(({ bytes }) => bytes);

const KeyFileSchema = z
  .strictObject(
    {
      encryptWith: z.string('must be a text').optional(),
      keys: z.record(z.string().regex(keyIdPattern), KeySchema, {
        error: ({ code }) =>
          code === 'invalid_key'
            ? 'must be named with 1 to 64 of A-Z a-z 0-9 . _ -'
            : 'must be an object of key ids and keys',
      }),
      acceptPlaintext: z.boolean('must be true or false').default(false),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type'
          ? 'must hold a JSON object'
          : 'must hold nothing but encryptWith, keys and acceptPlaintext',
    },
  )
  .superRefine(({ encryptWith, keys, acceptPlaintext }, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (Object.keys(keys).length === 0) refuse('keys', 'must hold at least one key');
    if (encryptWith === undefined) {
      if (!acceptPlaintext) refuse('encryptWith', 'must name the key to encrypt with');
    } else if (!Object.hasOwn(keys, encryptWith)) {
      refuse('encryptWith', 'names a key that "keys" does not hold');
    }
    const distinct = new Set(Object.values(keys).map((bytes) => bytes.toString('base64')));
    if (distinct.size < Object.keys(keys).length) refuse('keys', 'must differ from each other');
  });

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const reason = typeof code === 'string' ? ` (${code})` : '';
    throw new ConfigurationError([`${variable}: the file cannot be read${reason}`], { cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's words: they repeat a part of the text, which may be a key.
    throw new ConfigurationError([`${variable}: the file is not JSON`]);
  }
}
