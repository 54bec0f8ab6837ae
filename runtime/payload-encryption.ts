import type { PayloadCodec } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';
import { noPayloadKeys, readPayloadKeys } from './payload-keys.ts';
import type { RefusalCount } from './payload-refusals.ts';

/** What a data converter needs so that its payloads are encrypted. */
export interface PayloadEncryption {
  /** Whether there is a key file; words of failures then go into payloads, too. */
  readonly hasKeys: boolean;
  readonly payloadCodecs: PayloadCodec[];
}

/**
 * The codec of a key file, for the data converter of a client or worker.
 * @param keysFile absent: everything is written in clear, and what others have encrypted is asked for by its key instead
 *   of taken for rubbish; a notification would be acknowledged although the register that it is for cannot be read
 * @param refusals is told of each payload that can never be read
 * @throws ConfigurationError naming every problem of the file
 */
export function payloadEncryption(
  keysFile: string | undefined,
  refusals?: RefusalCount,
): PayloadEncryption {
  const keys = keysFile ? readPayloadKeys(keysFile) : noPayloadKeys;
  const onRefused = refusals ? { onRefused: refusals.add } : {};
  return { hasKeys: keys !== noPayloadKeys, payloadCodecs: [createPayloadCodec(keys, onRefused)] };
}
