/** The whole product in one process, over real HTTP: simulator, worker, webhooks and client on the run's Temporal server. */
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { createInviteClient, type InviteClient, type InviteHandle } from '../../client/index.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { createLogger } from '../../runtime/logger.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { startWebhooks, type Webhooks } from '../../webhooks/start-webhooks.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { until } from './until.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

export const tenantId = '3f1c7f7e-6d0b-4b4e-9a51-1f6a0c2c9d10';
export const appId = 'c2f6a1de-93f4-4d7e-8d0a-5b8c6e1f2a33';

export interface Cloud {
  readonly simulator: Simulator;
  readonly webhooks: Webhooks;
  readonly invites: InviteClient;
  readonly client: Client;
  readonly taskQueue: string;
  /** Where calls send their notifications. */
  readonly callbackUri: string;
  /** Lines that the webhooks logged. */
  readonly log: readonly string[];
  /** Replays the finished run of each of these invites with the code as it is now. */
  replay(...invites: readonly InviteHandle[]): Promise<void>;
  close(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const namespace = inject('temporalNamespace');
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection, namespace });
  await ensureSearchAttributes({ connection, namespace, attributes: searchAttributes });
  const issuer = 'https://simulator.invalid/graph';
  const simulator = await startSimulator({ appId, tenantId, issuer, staticToken: 'test-token' });
  const taskQueue = `cloud-${randomUUID()}`;
  const workflowBundle = await bundleWorkflows();
  const inviteWorker = await createWorker({
    connection,
    namespace,
    taskQueue,
    graphBaseUrl: simulator.graphBaseUrl,
    accessToken: () => Promise.resolve('test-token'),
    workflowBundle,
  });
  const stopped = inviteWorker.worker.run();
  const log: string[] = [];
  const webhooks = await startWebhooks({
    config: {
      host: '127.0.0.1',
      port: 0,
      path: '/notifications',
      bodyLimit: 1_048_576,
      audience: appId,
      issuers: [issuer],
      keySetUrl: simulator.jwksUrl,
      tenants: [],
      adminHost: '127.0.0.1',
      adminPort: 0,
      logLevel: 'debug',
    },
    client,
    logger: createLogger({ name: 'webhooks', level: 'debug', destination: into(log) }),
  });
  const isReady = async () => (await fetch(`${webhooks.adminUrl}/readyz`)).ok;
  await until(isReady, 'the webhooks are ready');
  return {
    simulator,
    webhooks,
    invites: createInviteClient({ client, taskQueue }),
    client,
    taskQueue,
    callbackUri: webhooks.notificationUrl,
    log,
    replay: async (...invites) => {
      for (const { workflowId } of invites) {
        const history = await client.workflow.getHandle(workflowId).fetchHistory();
        await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
      }
    },
    close: async () => {
      await webhooks.close();
      await simulator.close();
      inviteWorker.worker.shutdown();
      await stopped;
      await inviteWorker.close();
      await connection.close();
    },
  };
}

function into(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
}
