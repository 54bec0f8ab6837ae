import { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities, createGraphClient, type TokenRequest } from '../activities/index.ts';
import { createCallRegisterWriter } from './call-register-writer.ts';

export interface CreateWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly graphBaseUrl: string;
  readonly accessToken: (request: TokenRequest) => Promise<string>;
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** Further options, such as a small cache in tests. */
  readonly tuning?: Pick<WorkerOptions, 'maxCachedWorkflows'>;
}

export interface InviteWorker {
  readonly worker: Worker;
  /** Closes what the activities hold; after the worker has stopped. */
  close(): Promise<void>;
}

/** A worker for both workflows and all activities on one task queue. */
export async function createWorker(options: CreateWorkerOptions): Promise<InviteWorker> {
  const { connection, namespace, taskQueue, graphBaseUrl, accessToken } = options;
  const graph = createGraphClient({ baseUrl: graphBaseUrl, accessToken });
  const register = createCallRegisterWriter(new Client({ connection, namespace }), taskQueue);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: options.workflowBundle,
    activities: { ...createActivities({ graph, register }) },
    // A POST on the wire is finished: the default of 0 would cut it and leave its outcome unclear. Above the 20 s that an
    // activity may take (workflows/policies.ts); the container's own grace must be above the second value.
    shutdownGraceTime: '25 seconds',
    shutdownForceTime: '40 seconds',
    ...options.tuning,
  });
  return { worker, close: () => graph.close() };
}
