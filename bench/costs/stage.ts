import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { workflowSources } from '../../worker/paths.ts';
import { createNaiveActivities } from '../engine/naive/activities.ts';
import { startLocalTemporal } from '../support/local-temporal.ts';
import { randomOf, type Random } from '../support/random.ts';

/** A Temporal server, Graph's place taken by the simulator, and workers for ours and for a naive workflow. */
export interface Stage {
  readonly client: Client;
  readonly invites: InviteClient;
  readonly simulator: Simulator;
  readonly taskQueue: string;
  readonly naiveTaskQueue: string;
  /** Of all ids. */
  readonly random: Random;
  close(): Promise<void>;
}

const [taskQueue, naiveTaskQueue] = ['costs', 'costs-naive'] as const;

export async function openStage(seed: number, log: (line: string) => void): Promise<Stage> {
  const temporal = await startLocalTemporal(log);
  try {
    return await stageOn(temporal, seed);
  } catch (error) {
    await temporal.stop();
    throw error;
  }
}

type Temporal = Awaited<ReturnType<typeof startLocalTemporal>>;

async function stageOn(temporal: Temporal, seed: number): Promise<Stage> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const { address, namespace } = temporal;
  const simulator = await startSimulator(people(seed));
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace });
  const { graphBaseUrl } = simulator;
  const inviteWorker = await createWorker({
    ...{ connection, namespace, taskQueue, graphBaseUrl },
    accessToken: () => Promise.resolve('bench-token'),
    workflowBundle: await bundled(workflowSources()),
  });
  const naiveWorker = await Worker.create({
    ...{ connection, namespace, taskQueue: naiveTaskQueue },
    workflowBundle: await bundled({ workflowsPath: naiveWorkflow }),
    activities: createNaiveActivities(graphBaseUrl, client, naiveTaskQueue),
  });
  const workers = [inviteWorker.worker, naiveWorker];
  const stopped = Promise.all(workers.map((worker) => worker.run()));
  return {
    ...{ client, simulator, taskQueue, naiveTaskQueue },
    invites: createInviteClient({ client, taskQueue }),
    random: randomOf(seed, 'costs'),
    close: async () => {
      for (const worker of workers) worker.shutdown();
      await stopped;
      await inviteWorker.close();
      await simulator.close();
      await connection.close();
      await temporal.stop();
    },
  };
}

const naiveWorkflow = fileURLToPath(new URL('../engine/naive/workflow.ts', import.meta.url));

function bundled(sources: { readonly workflowsPath: string }) {
  return bundleWorkflowCode({ ...sources, logger: new DefaultLogger('WARN') });
}

function people(seed: number) {
  const random = randomOf(seed, 'stage');
  return {
    ...{ seed, appId: random.guid(), tenantId: random.guid() },
    issuer: 'https://bench.invalid/calling-service',
  };
}
