/** Workers of several releases on the run's Temporal server, and invites whose facts a test tells one by one. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import { startSimulator } from '../../simulator/index.ts';
import { createWorker, type CreateWorkerOptions } from '../../worker/create-worker.ts';
import { inRoster, user } from './facts.ts';
import { eventsOf, type HistoryEvent } from './histories.ts';
import { until } from './until.ts';

type WorkerOptions = Pick<
  CreateWorkerOptions,
  'taskQueue' | 'workflowBundle' | 'version' | 'inactivePatches'
> & {
  /** Stands in the events of the tasks that this worker takes. */
  readonly identity: string;
  readonly cache?: number;
};

export interface Fleet {
  readonly client: Client;
  readonly namespace: string;
  readonly graphBaseUrl: string;
  /** A worker as a process of its own would have it: two of one queue cannot share a connection. */
  startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }>;
  /** Starts an invite of three people whom nobody answers. */
  startInvite(taskQueue: string): Promise<ToldInvite>;
  /** How often Graph was asked to ring these people. */
  postsOf(invite: ToldInvite): number;
  close(): Promise<void>;
}

export interface ToldInvite {
  readonly inviteId: string;
  readonly handle: WorkflowHandle;
  /** Waits until it rings. */
  readonly rings: () => Promise<void>;
  /** Facts about its call; `taken` waits until a worker has seen them. */
  readonly tell: {
    readonly oneIsThere: () => Promise<void>;
    readonly completed: () => Promise<void>;
    readonly allAreThere: () => Promise<void>;
  };
}

export async function startFleet(): Promise<Fleet> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connect = () => NativeConnection.connect({ address: inject('temporalAddress') });
  const namespace = inject('temporalNamespace');
  const connection = await connect();
  const client = new Client({ connection, namespace });
  await ensureSearchAttributes({ connection, namespace, attributes: searchAttributes });
  const simulator = await startSimulator({
    appId: randomUUID(),
    tenantId: randomUUID(),
    issuer: 'https://simulator.invalid/graph',
  });
  return {
    client,
    namespace,
    graphBaseUrl: simulator.graphBaseUrl,
    startWorker: async ({ identity, cache, ...options }) => {
      const own = await connect();
      const inviteWorker = await createWorker({
        ...options,
        connection: own,
        namespace,
        graphBaseUrl: simulator.graphBaseUrl,
        accessToken: () => Promise.resolve('a-token'),
        tuning: { identity, ...(cache !== undefined && { maxCachedWorkflows: cache }) },
      });
      const stopped = inviteWorker.worker.run();
      return {
        stop: async () => {
          inviteWorker.worker.shutdown();
          await stopped;
          await inviteWorker.close();
          await own.close();
        },
      };
    },
    startInvite: async (taskQueue) => {
      const callbackUri = 'http://127.0.0.1:9/notifications';
      const { callId } = simulator.createCall({ kind: 'group', callbackUri });
      const inviteId = randomUUID();
      simulator.script({ clientContext: inviteId, answer: { kind: 'never' } });
      return await startInvite(client, taskQueue, { inviteId, callId });
    },
    postsOf: ({ inviteId }) =>
      simulator
        .ledger()
        .filter((entry) => entry.type === 'postReceived' && entry.clientContext === inviteId)
        .length,
    close: async () => {
      await simulator.close();
      await connection.close();
    },
  };
}

/** On a busy machine a trial may take a while. */
const neverReached = { operationMs: 600_000, rosterMs: 600_000 };

async function startInvite(
  client: Client,
  taskQueue: string,
  { inviteId, callId }: { readonly inviteId: string; readonly callId: string },
): Promise<ToldInvite> {
  const people = [randomUUID(), randomUUID(), randomUUID()];
  const handle = await client.workflow.start(inviteWorkflowType, {
    workflowId: inviteWorkflowId(inviteId),
    taskQueue,
    args: [{ callId, participants: people.map(user), deadlines: neverReached }],
    // A task that fails again is not reported, and comes again after this time only.
    workflowTaskTimeout: '5 seconds',
  });
  const tell = (signalName: string, fact: object) => handle.signal(signalName, { callId, ...fact });
  const areThere = (...ids: readonly string[]) =>
    tell('rosterUpdated', { participants: ids.map((id) => inRoster(id)) });
  return {
    inviteId,
    handle,
    rings: () =>
      taskCompletedAfter(handle, (event) => event.activityTaskCompletedEventAttributes != null),
    tell: {
      oneIsThere: () => areThere(...people.slice(0, 1)),
      completed: () => tell('operationCompleted', {}),
      allAreThere: () => areThere(...people),
    },
  };
}

/** Until a worker has completed a task in which it saw the last signal. */
export async function taken(handle: WorkflowHandle): Promise<void> {
  const isSignal = (event: HistoryEvent) => event.workflowExecutionSignaledEventAttributes != null;
  await taskCompletedAfter(handle, isSignal);
}

async function taskCompletedAfter(
  handle: WorkflowHandle,
  isMeant: (event: HistoryEvent) => boolean,
): Promise<void> {
  const holds = async () => {
    // Reading and decoding many histories takes processor time from the workers that are waited for.
    await setTimeout(80);
    const events = await eventsOf(handle);
    const last = events.findLastIndex(isMeant);
    return (
      last >= 0 &&
      events.slice(last).some((event) => event.workflowTaskCompletedEventAttributes != null)
    );
  };
  await until(holds, 'a worker has completed the task', 60_000);
}

/** Who took the workflow tasks and activities of a run, in order. */
export async function workersOf(handle: WorkflowHandle): Promise<string[]> {
  return (await eventsOf(handle)).flatMap(
    ({
      workflowTaskCompletedEventAttributes: task,
      activityTaskStartedEventAttributes: activity,
    }) => task?.identity ?? activity?.identity ?? [],
  );
}

/** Why workflow tasks of a run failed. Of further tries of the same task nothing stands in a history. */
export async function failedTasks(handle: WorkflowHandle): Promise<string[]> {
  return (await eventsOf(handle)).flatMap(
    (event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? [],
  );
}
