import { Client, Connection } from '@temporalio/client';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { createLogger } from '../../runtime/logger.ts';
import { createCallRegisterReader } from '../../webhooks/call-register-reader.ts';
import { createMetrics } from '../../webhooks/metrics.ts';
import { createReceiver, type ReceiveNotification } from '../../webhooks/receive-notification.ts';
import { createSignalSender } from '../../webhooks/signal-sender.ts';
import { startLocalTemporal } from '../support/local-temporal.ts';
import type { Random } from '../support/random.ts';
import { startGraphStandIn, type GraphStandIn } from '../support/graph-stand-in.ts';
import type { WorkerSettings } from './worker-protocol.ts';

/** Everything around the workers of one round. */
export interface Site {
  readonly serverPid: number;
  readonly client: Client;
  readonly invites: InviteClient;
  /** What stands behind the webhooks' HTTP server: register, look-up and signals are the product's own. */
  readonly receive: ReceiveNotification;
  readonly graph: GraphStandIn;
  readonly workerSettings: Omit<WorkerSettings, 'bundle' | 'maxCachedWorkflows'>;
  close(): Promise<void>;
}

const taskQueue = 'benchmark-waiting';

export async function openSite(random: Random, log: (line: string) => void): Promise<Site> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const server = await startLocalTemporal(log);
    closers.push(() => server.stop());
    const { address, namespace } = server;
    const graph = await startGraphStandIn(random);
    closers.push(() => graph.close());
    const connection = await Connection.connect({ address });
    closers.push(() => connection.close());
    const client = new Client({ connection, namespace });
    return {
      ...{ client, graph, close },
      serverPid: server.pid,
      invites: createInviteClient({ client, taskQueue }),
      receive: createReceiver({
        register: createCallRegisterReader(client),
        send: createSignalSender(client),
        metrics: createMetrics(),
        logger: createLogger({ name: 'webhooks', level: 'silent' }),
      }),
      workerSettings: { address, namespace, taskQueue, graphBaseUrl: graph.baseUrl },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
