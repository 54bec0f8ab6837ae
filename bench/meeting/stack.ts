import type { DevServer } from '../../tools/temporal/dev-server.mjs';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { connectTemporal, type TemporalConnection } from '../../runtime/temporal-connection.ts';
import { lastingPorts } from '../../test/support/stack-ports.ts';
import { stackProcess, type StackProcess } from '../../test/support/stack-process.ts';
import { randomOf } from '../support/random.ts';
import { startGraphStandIn, type GraphStandIn } from '../support/graph-stand-in.ts';
import { startLocalTemporal } from '../support/local-temporal.ts';
import {
  appId,
  issuer,
  startCallingService,
  type CallingService,
} from '../webhooks/calling-service.ts';

/** Everything between a roster and the result of an invite, each in a process of its own but for Graph. */
export interface MeetingStack {
  readonly server: DevServer;
  readonly worker: StackProcess;
  readonly webhooks: StackProcess;
  /** Origin of the public port. */
  readonly webhooksUrl: string;
  readonly graph: GraphStandIn;
  readonly service: CallingService;
  readonly temporal: TemporalConnection;
  readonly invites: InviteClient;
  stop(): Promise<void>;
}

/** The dev server of the local stack, the built worker and webhooks, and what stands in for Graph. */
export async function startMeetingStack(log: (line: string) => void): Promise<MeetingStack> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const ending of endings.splice(0).reverse()) await ending();
  };
  try {
    const service = await startCallingService();
    endings.push(() => service.close());
    const graph = await startGraphStandIn(randomOf(1, 'graph'));
    endings.push(() => graph.close());
    const server = await startLocalTemporal(log);
    endings.push(() => server.stop());
    const { address, namespace } = server;
    const shared = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
    const { worker, webhooks, webhooksUrl } = await processesOf(shared, graph, service);
    endings.push(() => Promise.all([worker.stop(), webhooks.stop()]));
    await Promise.all([worker.start(), webhooks.start()]);
    const config = { address, namespace, connectionOptions: { address } };
    const temporal = await connectTemporal({ config, env: {} });
    endings.push(() => temporal.close());
    const invites = createInviteClient({ client: temporal.client });
    return { server, worker, webhooks, webhooksUrl, graph, service, temporal, invites, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function processesOf(
  shared: Readonly<Record<string, string>>,
  graph: GraphStandIn,
  service: CallingService,
) {
  const [port = 0, workerAdmin = 0, webhooksAdmin = 0] = await lastingPorts(3);
  const local = { ...shared, ALLOW_INSECURE_LOOPBACK: 'true' };
  const worker = stackProcess({
    name: 'worker',
    entry: 'worker/main.js',
    adminUrl: `http://127.0.0.1:${workerAdmin}`,
    env: {
      ...local,
      GRAPH_BASE_URL: graph.baseUrl,
      GRAPH_CREDENTIAL: 'staticToken',
      GRAPH_STATIC_TOKEN: 'a-token-of-the-benchmark',
      ADMIN_PORT: String(workerAdmin),
    },
    onEnd: () => undefined,
  });
  const webhooks = stackProcess({
    name: 'webhooks',
    entry: 'webhooks/main.js',
    adminUrl: `http://127.0.0.1:${webhooksAdmin}`,
    env: {
      ...local,
      WEBHOOK_PORT: String(port),
      NOTIFICATION_AUDIENCE: appId,
      NOTIFICATION_ISSUERS: issuer,
      NOTIFICATION_JWKS_URL: service.keySetUrl,
      ADMIN_PORT: String(webhooksAdmin),
    },
    onEnd: () => undefined,
  });
  return { worker, webhooks, webhooksUrl: `http://127.0.0.1:${port}` };
}
