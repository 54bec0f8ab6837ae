import type { PayloadCodec } from '@temporalio/common';
import type { Environment } from './environment.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { readPayloadKeys } from './payload-keys.ts';
import type { RefusalCount } from './payload-refusals.ts';

/** What a data converter needs so that its payloads are encrypted. */
export interface PayloadEncryption {
  readonly payloadCodecs: PayloadCodec[];
}

/**
 * The codec of a key file, for the data converter of a client or worker.
 * @param refusals is told of each payload that can never be read
 * @throws ConfigurationError naming every problem of the file
 */
export function payloadEncryption(keysFile: string, refusals?: RefusalCount): PayloadEncryption {
  const keys = readPayloadKeys(keysFile);
  const onRefused = refusals ? { onRefused: refusals.add } : {};
  return { payloadCodecs: [createPayloadCodec(keys, onRefused)] };
}

/** The same by `PAYLOAD_ENCRYPTION_KEYS_FILE`; undefined when it is not set: payloads are stored in clear. */
export function payloadEncryptionOf(
  env: Environment,
  refusals?: RefusalCount,
): PayloadEncryption | undefined {
  const keysFile = env['PAYLOAD_ENCRYPTION_KEYS_FILE'];
  return keysFile ? payloadEncryption(keysFile, refusals) : undefined;
}
