import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import { isKeyId, type PayloadKey, type PayloadKeys } from './payload-keys.ts';

/**
 * Why a stored payload was not read: written in clear, not in our form, bound to another workflow, or changed.
 */
export const refusedPayloads = ['plaintext', 'malformed', 'foreign', 'broken'] as const;
export type RefusedPayload = (typeof refusedPayloads)[number];

/** The key that a payload was encrypted with is not in the key file of this process: none of its id, or another. */
export class UnknownPayloadKeyError extends Error {
  override readonly name = 'UnknownPayloadKeyError';

  constructor(keyId: string) {
    super(
      `A payload was encrypted with the key "${keyId}". Start again with PAYLOAD_ENCRYPTION_KEYS_FILE naming a file that holds it.`,
    );
  }
}

const { Payload: StoredPayload } = proto.temporal.api.common.v1;
const encryptedEncoding = 'binary/encrypted';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts payloads with AES-256-GCM (docs/security.md, ADR 0015). Each is bound to the namespace and workflow id it was
 * written for: both stand in its metadata, are authenticated, and must fit the workflow that reads it, wherever the SDK
 * says which that is; a codec server, for one, cannot say.
 *
 * Decoding never fails for what can never be read: a codec that throws fails the workflow task, again and again. Such a
 * payload becomes `{ unreadablePayload: true }`, which every guard refuses, and `onRefused` is told. Only a key
 * that is not there throws: with it the run goes on.
 */
export function createPayloadCodec(
  keys: PayloadKeys,
  { onRefused = () => undefined }: { readonly onRefused?: (reason: RefusedPayload) => void } = {},
): PayloadCodec {
  const { encryptWith } = keys;
  const decodeOne = (payload: Payload, context: SerializationContext | undefined): Payload => {
    const read = decrypted(payload, context, keys);
    if (typeof read !== 'string') return read;
    onRefused(read);
    return unreadable();
  };
  return {
    encode: (payloads, context) =>
      settled(() =>
        encryptWith === undefined
          ? payloads
          : payloads.map((payload) => encrypted(payload, addressOf(context), encryptWith)),
      ),
    decode: (payloads, context) =>
      settled(() => payloads.map((payload) => decodeOne(payload, context))),
  };
}

/** Where a payload belongs. */
interface Address {
  readonly namespace: string;
  readonly workflowId: string;
}

/**
 * Of no workflow where the SDK names none, as it does for the failure of a workflow task (worker.js, 1.24): such a payload
 * is for people, and no workflow reads it. Throwing there would end the worker.
 */
function addressOf(context: SerializationContext | undefined): Address {
  return { namespace: context?.namespace ?? '', workflowId: context?.workflowId ?? '' };
}

function encrypted(payload: Payload, address: Address, withKey: PayloadKey): Payload {
  const { keyId, key, check } = withKey;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(address, keyId));
  const content = StoredPayload.encode(payload).finish();
  return {
    metadata: {
      encoding: bytesOf(encryptedEncoding),
      'encryption-key-id': bytesOf(keyId),
      'encryption-key-check': bytesOf(check),
      'encryption-namespace': bytesOf(address.namespace),
      'encryption-workflow-id': bytesOf(address.workflowId),
    },
    data: Buffer.concat([iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypted(
  payload: Payload,
  context: SerializationContext | undefined,
  keys: PayloadKeys,
): Payload | RefusedPayload {
  if (textOf(payload, 'encoding') !== encryptedEncoding) {
    return keys.acceptPlaintext ? payload : 'plaintext';
  }
  const keyId = textOf(payload, 'encryption-key-id') ?? '';
  const namespace = textOf(payload, 'encryption-namespace');
  const workflowId = textOf(payload, 'encryption-workflow-id');
  if (!isKeyId(keyId) || namespace === undefined || workflowId === undefined) return 'malformed';
  const address = { namespace, workflowId };
  if (context !== undefined && !isSame(address, addressOf(context))) return 'foreign';
  const known = keys.find(keyId);
  // Another key under the same id is a slip of whoever keeps the files, and the right file mends it.
  if (known === undefined || known.check !== textOf(payload, 'encryption-key-check')) {
    throw new UnknownPayloadKeyError(keyId);
  }
  const data = payload.data ?? new Uint8Array();
  return opened(data, boundTo(address, keyId), known.key) ?? 'broken';
}

function isSame(one: Address, other: Address): boolean {
  return one.namespace === other.namespace && one.workflowId === other.workflowId;
}

/** The content, or undefined when anything of it, or of what it is bound to, was changed. */
function opened(data: Uint8Array, aad: Buffer, key: KeyObject): Payload | undefined {
  if (data.length < ivBytes + tagBytes) return undefined;
  const tagAt = data.length - tagBytes;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(aad);
    decipher.setAuthTag(data.subarray(tagAt));
    const content = [decipher.update(data.subarray(ivBytes, tagAt)), decipher.final()];
    return StoredPayload.decode(Buffer.concat(content));
  } catch {
    return undefined;
  }
}

/** As JSON, so that no two addresses give the same bytes. */
function boundTo({ namespace, workflowId }: Address, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['graph-invite 1', keyId, namespace, workflowId]));
}

function unreadable(): Payload {
  return {
    metadata: { encoding: bytesOf('json/plain') },
    data: bytesOf('{"unreadablePayload":true}'),
  };
}

function textOf({ metadata }: Payload, name: string): string | undefined {
  const value = metadata?.[name];
  return value == null ? undefined : Buffer.from(value).toString('utf8');
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** The SDK's interface is asynchronous; the work is not, as handing a few hundred bytes to a thread costs more. */
function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
