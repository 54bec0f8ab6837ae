import { Client } from '@temporalio/client';
import type { WorkerDeploymentVersion } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities, createGraphClient, type TokenRequest } from '../activities/index.ts';
import { payloadEncryption, type PayloadEncryption } from '../runtime/payload-encryption.ts';
import type { Tracing } from '../runtime/tracing.ts';
import { createCallRegisterWriter } from './call-register-writer.ts';
import { countedRegister, createWorkerMetrics, type WorkerMetrics } from './metrics.ts';
import { failureConverterPath } from './paths.ts';
import { startPauseWatch } from './pause-watch.ts';
import { activityTracing, inviteSinks } from './tracing.ts';
import { workerTuning, type WorkerTuning } from './tuning.ts';

export interface CreateWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly graphBaseUrl: string;
  readonly accessToken: (request: TokenRequest) => Promise<string>;
  /** Where `encryption` has keys: one of `encryptedWorkflowSources`. */
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** For all payloads, of the call registers too; absent: in clear. */
  readonly encryption?: PayloadEncryption | undefined;
  /** Which version of which Worker Deployment this worker is; without it the worker takes unversioned tasks. */
  readonly version?: WorkerDeploymentVersion | undefined;
  /** Patches that this worker knows and does not begin: no run gets their markers from it. */
  readonly inactivePatches?: readonly string[] | undefined;
  /** Where to count; absent: counted for nobody. */
  readonly metrics?: Pick<WorkerMetrics, 'graphRequests' | 'registerWrites'>;
  readonly tracing?: Tracing | undefined;
  /** Laid over what `workerTuning()` gives. */
  readonly tuning?: WorkerTuning;
}

export interface InviteWorker {
  readonly worker: Worker;
  /** Closes what the activities hold; after the worker has stopped. */
  close(): Promise<void>;
}

/** A worker for both workflows and all activities on one task queue. */
export async function createWorker(options: CreateWorkerOptions): Promise<InviteWorker> {
  const { connection, namespace, taskQueue, graphBaseUrl, accessToken } = options;
  const { metrics = createWorkerMetrics(), tracing } = options;
  const graph = createGraphClient({
    baseUrl: graphBaseUrl,
    accessToken,
    onRequest: ({ method, result, seconds }) => {
      metrics.graphRequests.observe({ method, result }, seconds);
    },
  });
  const converter = dataConverterOf(options);
  const client = new Client({ connection, namespace, ...converter });
  const register = countedRegister(createCallRegisterWriter(client, taskQueue), metrics);
  const pauses = startPauseWatch();
  const pausedRecently = () => pauses.pausedRecently();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: options.workflowBundle,
    ...converter,
    activities: { ...createActivities({ graph, register, pausedRecently }) },
    sinks: inviteSinks(tracing),
    ...(tracing && { interceptors: { activity: [activityTracing(tracing)] } }),
    // A POST on the wire is finished: the default of 0 would cut it and leave its outcome unclear. Above the 20 s that an
    // activity may take (workflows/policies.ts); the container's own grace must be above the second value.
    shutdownGraceTime: '25 seconds',
    shutdownForceTime: '40 seconds',
    // How long the tasks of a worker that died wait for it, before any other takes them. The SDK's 10 s leave little of the
    // 12 s in which an invite is to go on.
    stickyQueueScheduleToStartTimeout: '5 seconds',
    ...versioning(options),
    ...workerTuning(),
    ...options.tuning,
  });
  return {
    worker,
    close: async () => {
      pauses.close();
      await graph.close();
    },
  };
}

function dataConverterOf({
  encryption: { hasKeys, payloadCodecs } = payloadEncryption(undefined),
}: CreateWorkerOptions): Pick<WorkerOptions, 'dataConverter'> {
  const failures = hasKeys ? { failureConverterPath: failureConverterPath() } : {};
  return { dataConverter: { payloadCodecs, ...failures } };
}

/** docs/changing-workflows.md says which of the two to use when. */
function versioning({
  version,
  inactivePatches = [],
}: CreateWorkerOptions): Pick<
  WorkerOptions,
  'workerDeploymentOptions' | 'patchActivationCallback'
> {
  return {
    ...(version && {
      workerDeploymentOptions: {
        version,
        useWorkerVersioning: true,
        // An invite lives for minutes, so it ends on the code that it began with.
        defaultVersioningBehavior: 'PINNED',
      },
    }),
    ...(inactivePatches.length > 0 && {
      patchActivationCallback: ({ patchId }) => !inactivePatches.includes(patchId),
    }),
  };
}
