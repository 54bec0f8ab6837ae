import { Client, Connection, type DataConverter } from '@temporalio/client';
import { processEnvironment } from './config.ts';
import type { Environment } from './environment.ts';
import { payloadEncryption } from './payload-encryption.ts';
import { loadTemporalConfig, type TemporalConfig } from './temporal-config.ts';
import { TemporalUnreachableError } from './temporal-unreachable-error.ts';

export interface TemporalConnection {
  readonly connection: Connection;
  readonly client: Client;
  readonly address: string;
  readonly namespace: string;
  close(): Promise<void>;
}

export interface ConnectTemporalOptions {
  /** Instead of what the environment says. */
  readonly config?: TemporalConfig;
  /** Instead of the environment of this process. */
  readonly env?: Environment;
  /** Default 5000. */
  readonly connectTimeoutMs?: number;
  /** Default: as `PAYLOAD_ENCRYPTION_KEYS_FILE` says, encrypted with that file, or in clear. */
  readonly dataConverter?: DataConverter | undefined;
}

/**
 * A checked connection: the server has answered once.
 * @throws TemporalUnreachableError when nobody answers in time; ConfigurationError for unusable settings or key files
 */
export async function connectTemporal(
  options: ConnectTemporalOptions = {},
): Promise<TemporalConnection> {
  const temporal = openTemporal(options);
  try {
    await temporal.connection.ensureConnected();
  } catch (cause) {
    await temporal.close();
    throw new TemporalUnreachableError(temporal.address, { cause });
  }
  return temporal;
}

/**
 * grpc-js waits up to two minutes before it connects again, and longer than that until it notices a dead connection:
 * webhooks would answer 503 long after Temporal is back (measured: 46 s and 54 s after an outage of 75 s; now 4 s). With the
 * shared pool a new connection to the same address would be the old one.
 */
const channelSettings = {
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.keepalive_time_ms': 15_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.use_local_subchannel_pool': 1,
};

/** The same unchecked: it connects with the first call, which needs a deadline of its own. */
export function openTemporal(options: ConnectTemporalOptions = {}): TemporalConnection {
  const { address, namespace, connectionOptions } =
    options.config ?? loadTemporalConfig(options.env);
  const { PAYLOAD_ENCRYPTION_KEYS_FILE: keysFile } = options.env ?? processEnvironment();
  const dataConverter = options.dataConverter ?? payloadEncryption(keysFile);
  const connection = Connection.lazy({
    ...connectionOptions,
    connectTimeout: options.connectTimeoutMs ?? 5000,
    channelArgs: channelSettings,
  });
  const client = new Client({
    connection,
    namespace,
    dataConverter,
  });
  return { connection, client, address, namespace, close: () => connection.close() };
}
