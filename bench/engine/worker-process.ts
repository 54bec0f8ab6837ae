/** A worker of ours or a naive one, in a process of its own; on request it starts invites itself. */
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createLogger } from '../../runtime/logger.ts';
import { createWorker } from '../../worker/create-worker.ts';
import type { WorkerTuning } from '../../worker/tuning.ts';
import { installRuntime, workerLogFields } from '../../worker/telemetry.ts';
import { answerParent } from '../support/answer-parent.ts';
import { drive, inviteRunner } from './drive.ts';
import { QuestionSchema, type Settings, type Tuning } from './engine-protocol.ts';
import { createNaiveActivities } from './naive/activities.ts';
import { ownUsage } from './own-usage.ts';

let run: ReturnType<typeof inviteRunner> | undefined;

answerParent(async (question) => {
  const asked = QuestionSchema.parse(question);
  switch (asked.kind) {
    case 'start':
      run = await startWorker(asked.settings);
      return {};
    case 'drive':
      if (run === undefined) throw new Error('Not started yet.');
      return drive(asked.load, run);
    case 'usage':
      return ownUsage();
  }
});

async function startWorker(settings: Settings) {
  await prepareRuntime(settings);
  const { address, namespace } = settings;
  const connection = await NativeConnection.connect({ address });
  const worker = await workerOf(connection, settings);
  worker.run().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
  return inviteRunner(new Client({ connection, namespace }), settings);
}

/** Ours logs and counts as in production, to the null device; a naive worker warns only. */
async function prepareRuntime({ product }: Settings): Promise<void> {
  if (product === 'naive') {
    Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  } else {
    await installRuntime(createLogger({ name: 'worker', level: 'info', fields: workerLogFields }));
  }
}

async function workerOf(connection: NativeConnection, settings: Settings): Promise<Worker> {
  const { product, namespace, taskQueue, graphBaseUrl, bundle } = settings;
  const tuning = sdkTuning(settings.tuning);
  const common = { connection, namespace, taskQueue, workflowBundle: { codePath: bundle } };
  if (product === 'naive') {
    const client = new Client({ connection, namespace });
    const activities = { ...createNaiveActivities(graphBaseUrl, client, taskQueue) };
    return Worker.create({ ...common, activities, ...tuning });
  }
  const accessToken = () => Promise.resolve('none');
  return (await createWorker({ ...common, graphBaseUrl, accessToken, tuning })).worker;
}

function sdkTuning(tuning: Tuning): WorkerTuning {
  const { workflowTaskSlots, workflowTaskPollers, ordinaryPollerShare, cachedWorkflows } = tuning;
  const { eagerActivities, autoscaledPollers } = tuning;
  const autoscaling = { type: 'autoscaling' } as const;
  return {
    ...(workflowTaskSlots !== undefined && {
      maxConcurrentWorkflowTaskExecutions: workflowTaskSlots,
    }),
    ...(workflowTaskPollers !== undefined && {
      workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: workflowTaskPollers } as const,
    }),
    ...(ordinaryPollerShare !== undefined && { nonStickyToStickyPollRatio: ordinaryPollerShare }),
    ...(autoscaledPollers === true && {
      workflowTaskPollerBehavior: autoscaling,
      activityTaskPollerBehavior: autoscaling,
    }),
    ...(cachedWorkflows !== undefined && { maxCachedWorkflows: cachedWorkflows }),
    ...(eagerActivities !== undefined && {
      maxEagerActivityReservationsPerWorkflowTask: eagerActivities,
    }),
  };
}
