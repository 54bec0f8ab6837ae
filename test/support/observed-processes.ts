/** Worker and webhooks as they are deployed, against a simulator in this process, for tests of what they show of themselves. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { freePort, ready, startProcess, type ProcessUnderTest } from './process.ts';
import { createTeardown } from './stack-teardown.ts';

export interface ObservedProcesses {
  readonly simulator: Simulator;
  readonly invites: InviteClient;
  readonly client: Client;
  readonly taskQueue: string;
  readonly worker: ProcessUnderTest;
  readonly webhooks: ProcessUnderTest;
  readonly workerAdminUrl: string;
  readonly webhooksAdminUrl: string;
  readonly callbackUri: string;
  /** A group call whose notifications come to the webhooks. */
  newCall(): string;
  /** What a process shows to Prometheus. */
  metricsOf(which: 'worker' | 'webhooks'): Promise<string>;
  close(): Promise<void>;
}

const issuer = 'https://simulator.invalid/graph';

/** @param env of both processes, beside what they need */
export async function startObserved(env: Record<string, string> = {}): Promise<ObservedProcesses> {
  const teardown = createTeardown();
  const appId = randomUUID();
  const taskQueue = `observed-${randomUUID()}`;
  const simulator = await startSimulator({ appId, tenantId: randomUUID(), issuer });
  teardown.add(() => simulator.close());
  const [port, webhooksAdmin, workerAdmin] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
  ]);
  const common = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    ALLOW_INSECURE_LOOPBACK: 'true',
    ...env,
  };
  const worker = startProcess('worker/main.js', {
    ...common,
    INVITE_TASK_QUEUE: taskQueue,
    GRAPH_BASE_URL: simulator.graphBaseUrl,
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_STATIC_TOKEN: 'a-token',
    ADMIN_PORT: workerAdmin,
  });
  teardown.add(() => worker.stop('SIGTERM'));
  const webhooks = startProcess('webhooks/main.js', {
    ...common,
    WEBHOOK_PORT: port,
    NOTIFICATION_AUDIENCE: appId,
    NOTIFICATION_ISSUERS: issuer,
    NOTIFICATION_JWKS_URL: simulator.jwksUrl,
    ADMIN_PORT: webhooksAdmin,
  });
  teardown.add(() => webhooks.stop('SIGTERM'));
  const workerAdminUrl = `http://127.0.0.1:${workerAdmin}`;
  const webhooksAdminUrl = `http://127.0.0.1:${webhooksAdmin}`;
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  teardown.add(() => connection.close());
  const client = new Client({ connection, namespace: inject('temporalNamespace') });
  try {
    await ready(worker, `${workerAdminUrl}/readyz`);
    await ready(webhooks, `${webhooksAdminUrl}/readyz`);
  } catch (error) {
    await teardown.run().catch(() => undefined);
    throw error;
  }
  const callbackUri = `http://127.0.0.1:${port}/notifications`;
  const urls = { worker: workerAdminUrl, webhooks: webhooksAdminUrl };
  return {
    ...{ simulator, client, taskQueue, worker, webhooks },
    ...{ workerAdminUrl, webhooksAdminUrl, callbackUri },
    invites: createInviteClient({ client, taskQueue }),
    newCall: () => simulator.createCall({ kind: 'group', callbackUri }).callId,
    metricsOf: async (which) => await (await fetch(`${urls[which]}/metrics`)).text(),
    close: () => teardown.run(),
  };
}
