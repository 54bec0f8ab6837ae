import { join } from 'node:path';
import type { DevServer } from '../../tools/temporal/dev-server.mjs';
import { lastingPorts } from '../../test/support/stack-ports.ts';
import { appId, issuer, type CallingService } from '../webhooks/calling-service.ts';
import { bareEnvironment } from './bare-environment.ts';

interface Surroundings {
  readonly root: string;
  readonly home: string;
  readonly temporal: DevServer;
  readonly service: CallingService;
}

/** The built server processes with the settings of a local stack, each to be started alone. */
export async function localProcesses({ root, home, temporal, service }: Surroundings) {
  const [port = 0, admin = 0] = await lastingPorts(2);
  const { address, namespace } = temporal;
  const shared = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    ALLOW_INSECURE_LOOPBACK: 'true',
    ADMIN_PORT: String(admin),
  };
  const worker = {
    GRAPH_BASE_URL: 'http://127.0.0.1:9/v1.0',
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_STATIC_TOKEN: 'a-token-of-the-benchmark',
  };
  const webhooks = {
    WEBHOOK_PORT: String(port),
    NOTIFICATION_AUDIENCE: appId,
    NOTIFICATION_ISSUERS: issuer,
    NOTIFICATION_JWKS_URL: service.keySetUrl,
  };
  const readyUrl = `http://127.0.0.1:${admin}/readyz`;
  const one = (
    name: string,
    entry: string,
    settings: Readonly<Record<string, string>>,
    url: string,
  ) => ({
    ...{ name, readyUrl: url },
    args: [join(root, 'dist', entry)],
    env: bareEnvironment(home, settings),
  });
  return [
    one(
      'simulator',
      'simulator/main.js',
      { SIMULATOR_PORT: String(port) },
      `http://127.0.0.1:${port}/healthz`,
    ),
    one('worker', 'worker/main.js', { ...shared, ...worker }, readyUrl),
    one('webhooks', 'webhooks/main.js', { ...shared, ...webhooks }, readyUrl),
    one('all-in-one', 'worker/all-in-one-main.js', { ...shared, ...worker, ...webhooks }, readyUrl),
  ];
}
