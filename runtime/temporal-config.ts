import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ConnectionOptions } from '@temporalio/client';
import { processEnvironment } from './config.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { Environment } from './environment.ts';

/** Where Temporal is and how to talk to it; `connectionOptions` fit `Connection` and `NativeConnection`. */
export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly connectionOptions: {
    address: string;
    apiKey?: string;
    tls?: Exclude<ConnectionOptions['tls'], undefined>;
    metadata?: Exclude<ConnectionOptions['metadata'], undefined>;
  };
}

/**
 * Temporal's own variables (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS_*`) over the
 * profile of its configuration file; without either, `localhost:7233` and `default`.
 * @throws ConfigurationError for an unreadable file or an unknown profile
 */
export function loadTemporalConfig(env: Environment = processEnvironment()): TemporalConfig {
  const { connectionOptions: options, namespace } = load(env);
  const address = options.address ?? 'localhost:7233';
  if (!isHostAndPort(address)) {
    throw new ConfigurationError(['TEMPORAL_ADDRESS must be host:port, without http:// before it']);
  }
  return {
    address,
    namespace: namespace ?? 'default',
    connectionOptions: {
      address,
      ...(typeof options.apiKey === 'string' && { apiKey: options.apiKey }),
      ...(options.tls != null && { tls: options.tls }),
      ...(options.metadata !== undefined && { metadata: options.metadata }),
    },
  };
}

/** gRPC takes no URL. */
function isHostAndPort(address: string): boolean {
  return /^[^/\s]+$/.test(address);
}

function load(env: Environment) {
  try {
    return loadClientConnectConfig({ overrideEnvVars: withoutEmpty(env) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new ConfigurationError(
      [`The Temporal settings (TEMPORAL_* or the profile file) cannot be read: ${reason}`],
      { cause },
    );
  }
}

/** `@temporalio/envconfig` would take an empty TEMPORAL_ADDRESS for an address. */
function withoutEmpty(env: Environment): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== '') set[name] = value;
  }
  return set;
}
