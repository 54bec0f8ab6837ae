import { isGrpcServiceError } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { startAdminServer, type MetricsSource } from '../runtime/admin-server.ts';
import { closeInTurn } from '../runtime/close-in-turn.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import { createLogger, type Logger } from '../runtime/logger.ts';
import { processEnvironment } from '../runtime/config.ts';
import { payloadEncryption, type PayloadEncryption } from '../runtime/payload-encryption.ts';
import { countRefusals, type RefusalCount } from '../runtime/payload-refusals.ts';
import { addProcessMetrics, joinMetrics } from '../runtime/process-metrics.ts';
import type { Running } from '../runtime/run-main.ts';
import { ensureSearchAttributes } from '../runtime/search-attributes.ts';
import { loadTemporalConfig } from '../runtime/temporal-config.ts';
import { TemporalUnreachableError } from '../runtime/temporal-unreachable-error.ts';
import { startTracing } from '../runtime/tracing.ts';
import { createAccessToken, warmUpToken } from './access-token.ts';
import { readWorkerConfig, type WorkerConfig } from './config.ts';
import { createWorker } from './create-worker.ts';
import { createWorkerMetrics, tokenFailureClass } from './metrics.ts';
import { workflowBundlePath } from './paths.ts';
import { createReadiness } from './readiness.ts';
import { installRuntime, showZeros, workerLogFields } from './telemetry.ts';

/** Of Temporal to the question whether it is there; milliseconds. */
const answerLimitMs = 2_000;

/** A worker at work, and what a client in the same process needs. */
export interface RunningWorker extends Running {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly dataConverter: PayloadEncryption;
  readonly stopped: Promise<void>;
  readonly logger: Logger;
  /** In `metrics` already. */
  readonly refusals: RefusalCount;
  readonly isReady: () => Promise<boolean>;
  readonly metrics: MetricsSource;
}

/** The worker process: a worker, and an admin endpoint that tells of it. */
export async function startWorker(config: WorkerConfig = readWorkerConfig()): Promise<Running> {
  const worker = await runWorker(config);
  const { isReady, metrics, logger, namespace, dataConverter, stopped } = worker;
  const closers = [() => worker.close()];
  const close = closeInTurn(closers);
  const admin = await startAdminServer({ ...config.admin, isReady, metrics }).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  closers.push(() => admin.close());
  const { taskQueue, version } = config;
  const { hasKeys: encrypted } = dataConverter;
  logger.info(
    { taskQueue, namespace, version, encrypted, adminUrl: admin.url },
    'worker is running',
  );
  return { stopped, close };
}

/** Connects, registers missing search attributes, and works until it is closed. */
export async function runWorker(config: WorkerConfig): Promise<RunningWorker> {
  const temporal = loadTemporalConfig();
  const logger = createLogger({
    name: 'worker',
    level: config.logLevel,
    fields: workerLogFields,
  });
  const refusals = countRefusals(logger);
  const encryption = payloadEncryption(config.payloadKeysFile, refusals);
  const metrics = createWorkerMetrics();
  addProcessMetrics(metrics.registry);
  const sdkMetrics = refusals.withCount(await installRuntime(logger));
  const tracing = await startTracing({
    env: processEnvironment(),
    serviceName: 'graph-invite-worker',
    onLost: (count) => {
      logger.warn({ count }, 'spans were not exported');
    },
  });
  const connection = await connect(temporal);
  const { namespace } = temporal;
  await registerSearchAttributes(connection, namespace, logger);
  const accessToken = createAccessToken(config, {
    onFetched: () => {
      metrics.tokens.inc();
    },
    onFailing: (tenants) => {
      metrics.failingTenants.set(tenants);
    },
    onFailure: (failure) => {
      metrics.tokenFailures.inc({ class: tokenFailureClass(failure) });
      logger.warn(failure, 'the token endpoint gave no access token');
    },
  });
  // In the background: without a token the worker still takes work, and each request asks again.
  void warmUpToken(accessToken);
  const inviteWorker = await createWorker({
    connection,
    namespace,
    taskQueue: config.taskQueue,
    graphBaseUrl: config.graphBaseUrl,
    accessToken,
    workflowBundle: { codePath: workflowBundlePath({ encrypted: encryption.hasKeys }) },
    encryption,
    version: config.version,
    inactivePatches: config.inactivePatches,
    tuning: config.tuning,
    metrics,
    tracing,
  });
  showZeros({ namespace, taskQueue: config.taskQueue });
  const { worker } = inviteWorker;
  const stopped = worker.run();
  return {
    connection,
    namespace,
    dataConverter: encryption,
    logger,
    refusals,
    stopped,
    isReady: createReadiness({
      status: () => worker.getStatus(),
      askTemporal: () =>
        connection.withDeadline(Date.now() + answerLimitMs, () =>
          connection.workflowService.describeNamespace({ namespace }),
        ),
    }),
    metrics: joinMetrics(sdkMetrics, metrics.registry),
    close: closeInTurn([
      async () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await stopped;
      },
      () => inviteWorker.close(),
      async () => tracing?.close(),
      () => connection.close(),
      () => Runtime.instance().shutdown(),
    ]),
  };
}

/** Where this account may not, as on a managed server, whoever runs the namespace has to have done it. */
async function registerSearchAttributes(
  connection: NativeConnection,
  namespace: string,
  logger: Logger,
): Promise<void> {
  try {
    const added = await ensureSearchAttributes({
      connection,
      namespace,
      attributes: searchAttributes,
    });
    if (added.length > 0) logger.info({ attributes: added }, 'registered search attributes');
  } catch (error) {
    if (!isForbidden(error)) throw error;
    logger.warn({ err: error }, 'search attributes could not be checked: see graph-invite setup');
  }
}

/** gRPC's PERMISSION_DENIED and UNIMPLEMENTED. */
const forbidden: readonly number[] = [7, 12];

function isForbidden(error: unknown): boolean {
  const cause = error instanceof ConfigurationError ? error.cause : undefined;
  return isGrpcServiceError(cause) && forbidden.includes(cause.code);
}

async function connect({ connectionOptions, address }: ReturnType<typeof loadTemporalConfig>) {
  try {
    return await NativeConnection.connect(connectionOptions);
  } catch (cause) {
    throw new TemporalUnreachableError(address, { cause });
  }
}
