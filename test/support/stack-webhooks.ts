import type { FaultProxy } from './fault-proxy.ts';
import type { StackParts } from './stack-parts.ts';
import { lastingPorts } from './stack-ports.ts';
import { stackProcess, type StackProcess } from './stack-process.ts';

export interface StackWebhooks extends StackProcess {
  /** For calls whose notifications are to come to this replica alone, through `fromGraph`. */
  readonly callbackUri: string;
  readonly fromGraph: FaultProxy;
  readonly toTemporal: FaultProxy;
  readonly toKeySet: FaultProxy;
}

/** A webhooks process, not started yet, with its own links. */
export async function stackWebhooks(
  parts: StackParts & { readonly appId: string; readonly issuer: string },
): Promise<StackWebhooks> {
  const { name, openLink, onEnd } = parts;
  const [port = 0, adminPort = 0] = await lastingPorts(2);
  const fromGraph = await openLink('graphToWebhook', name, port);
  const toTemporal = await openLink('webhookToTemporal', name, parts.temporalPort);
  const toKeySet = await openLink('webhookToKeySet', name, parts.simulatorPort);
  const process = stackProcess({
    name,
    entry: 'webhooks/main.js',
    adminUrl: `http://127.0.0.1:${adminPort}`,
    env: {
      ...parts.env,
      TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}`,
      WEBHOOK_PORT: String(port),
      NOTIFICATION_AUDIENCE: parts.appId,
      NOTIFICATION_ISSUERS: parts.issuer,
      NOTIFICATION_JWKS_URL: `http://127.0.0.1:${toKeySet.port}/.well-known/keys`,
      ADMIN_PORT: String(adminPort),
    },
    onEnd,
  });
  const callbackUri = `http://127.0.0.1:${fromGraph.port}/notifications`;
  return { ...process, callbackUri, fromGraph, toTemporal, toKeySet };
}
