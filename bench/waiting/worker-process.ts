/** A worker of the benchmark, in a process of its own. */
import { getHeapStatistics } from 'node:v8';
import { NativeConnection } from '@temporalio/worker';
import { createLogger } from '../../runtime/logger.ts';
import { createWorker, type InviteWorker } from '../../worker/create-worker.ts';
import { installRuntime, workerLogFields } from '../../worker/telemetry.ts';
import { answerParent } from '../support/answer-parent.ts';
import { peakRssMb } from '../support/peak-memory.ts';
import { QuestionSchema, type WorkerSettings, type WorkerUsage } from './worker-protocol.ts';

let running: InviteWorker | undefined;

answerParent(async (question) => {
  const asked = QuestionSchema.parse(question);
  if (asked.kind === 'usage') return usage();
  running = await start(asked.settings);
  return { pid: process.pid };
});

function usage(): WorkerUsage {
  const mb = 2 ** 20;
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rssMb: rss / mb,
    peakRssMb: peakRssMb(),
    mainHeapMb: heapUsed / mb,
    heapLimitMb: getHeapStatistics().heap_size_limit / mb,
    cachedWorkflows: running?.worker.getStatus().numCachedWorkflows ?? 0,
  };
}

/** Log and metrics as in production; the log goes to the null device. */
async function start(settings: WorkerSettings): Promise<InviteWorker> {
  const { address, namespace, taskQueue, graphBaseUrl, bundle, maxCachedWorkflows } = settings;
  await installRuntime(createLogger({ name: 'worker', level: 'info', fields: workerLogFields }));
  const connection = await NativeConnection.connect({ address });
  const created = await createWorker({
    ...{ connection, namespace, taskQueue, graphBaseUrl },
    accessToken: () => Promise.resolve('token-of-the-benchmark'),
    workflowBundle: { codePath: bundle },
    ...(maxCachedWorkflows !== undefined && { tuning: { maxCachedWorkflows } }),
  });
  created.worker.run().catch((error: unknown) => {
    process.stderr.write(`The worker has failed: ${String(error)}\n`);
    process.exit(1);
  });
  return created;
}
