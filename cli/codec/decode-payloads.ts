import { createPayloadCodec, UnknownPayloadKeyError } from '../../runtime/payload-codec.ts';
import type { PayloadKeys } from '../../runtime/payload-keys.ts';
import { jsonOf, metadataText, payloadOf, type JsonPayload } from './json-payloads.ts';

/** What became of a payload; only `decrypted` ones are answered in clear, all others as they came. */
export type Reading = 'decrypted' | 'notEncrypted' | 'otherNamespace' | 'unknownKey' | 'unreadable';

export interface DecodedPayload {
  readonly reading: Reading;
  readonly payload: JsonPayload;
}

/**
 * Decrypts what can be decrypted; one bad payload does not hide the others.
 * @param namespace that the asker looks at: payloads of another one stay encrypted
 */
export function decodePayloads(
  payloads: readonly JsonPayload[],
  namespace: string | undefined,
  keys: PayloadKeys,
): Promise<readonly DecodedPayload[]> {
  return Promise.all(payloads.map((payload) => decodeOne(payload, namespace, keys)));
}

/** The failure of a workflow task is of no namespace (runtime/payload-codec.ts): people are whom it is for. */
function isOfAnother(namespace: string, payload: JsonPayload): boolean {
  const own = metadataText(payload, 'encryption-namespace');
  return own !== '' && own !== namespace;
}

async function decodeOne(
  payload: JsonPayload,
  namespace: string | undefined,
  keys: PayloadKeys,
): Promise<DecodedPayload> {
  if (metadataText(payload, 'encoding') !== 'binary/encrypted') {
    return { reading: 'notEncrypted', payload };
  }
  if (namespace !== undefined && isOfAnother(namespace, payload)) {
    return { reading: 'otherNamespace', payload };
  }
  // With a codec of its own each payload tells by itself whether it was refused.
  const life = { refused: false };
  const codec = createPayloadCodec(keys, { onRefused: () => (life.refused = true) });
  try {
    const [decoded] = await codec.decode([payloadOf(payload)]);
    return life.refused || decoded === undefined
      ? { reading: 'unreadable', payload }
      : { reading: 'decrypted', payload: jsonOf(decoded) };
  } catch (error) {
    return {
      reading: error instanceof UnknownPayloadKeyError ? 'unknownKey' : 'unreadable',
      payload,
    };
  }
}
