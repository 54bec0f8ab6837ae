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
  const refusals: string[] = [];
  const codec = createPayloadCodec(keys, { onRefused: (reason) => void refusals.push(reason) });
  const decode = async (payload: JsonPayload): Promise<DecodedPayload> => {
    const before = refusals.length;
    // The codec has done its work when this returns, so that a refusal counted here is of this payload.
    const decoding = codec.decode([payloadOf(payload)]);
    const isRefused = refusals.length > before;
    try {
      const [decoded] = await decoding;
      return isRefused || decoded === undefined
        ? { reading: 'unreadable', payload }
        : { reading: 'decrypted', payload: jsonOf(decoded) };
    } catch (error) {
      const reading = error instanceof UnknownPayloadKeyError ? 'unknownKey' : 'unreadable';
      return { reading, payload };
    }
  };
  return Promise.all(
    payloads.map(async (payload) => {
      const reading = readingBefore(payload, namespace);
      return reading === undefined ? await decode(payload) : { reading, payload };
    }),
  );
}

/** Of a payload that stays as it is. */
function readingBefore(
  payload: JsonPayload,
  namespace: string | undefined,
): 'notEncrypted' | 'otherNamespace' | undefined {
  if (metadataText(payload, 'encoding') !== 'binary/encrypted') return 'notEncrypted';
  return namespace !== undefined && isOfAnother(namespace, payload) ? 'otherNamespace' : undefined;
}

/** The failure of a workflow task is of no namespace (runtime/payload-codec.ts): people are whom it is for. */
function isOfAnother(namespace: string, payload: JsonPayload): boolean {
  const own = metadataText(payload, 'encryption-namespace');
  return own !== '' && own !== namespace;
}
