import { isGrpcServiceError } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { startAdminServer } from '../runtime/admin-server.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import { createLogger, type Logger } from '../runtime/logger.ts';
import { payloadEncryption } from '../runtime/payload-encryption.ts';
import { countRefusals } from '../runtime/payload-refusals.ts';
import type { Running } from '../runtime/run-main.ts';
import { ensureSearchAttributes } from '../runtime/search-attributes.ts';
import { loadTemporalConfig } from '../runtime/temporal-config.ts';
import { TemporalUnreachableError } from '../runtime/temporal-unreachable-error.ts';
import { createAccessToken, warmUpToken } from './access-token.ts';
import { readWorkerConfig, type WorkerConfig } from './config.ts';
import { createWorker } from './create-worker.ts';
import { workflowBundlePath } from './paths.ts';
import { installRuntime, workerLogFields } from './telemetry.ts';

/** The worker process: connects, registers missing search attributes, and works until it is closed. */
export async function startWorker(config: WorkerConfig = readWorkerConfig()): Promise<Running> {
  const temporal = loadTemporalConfig();
  const logger = createLogger({
    name: 'worker',
    level: config.logLevel,
    fields: workerLogFields,
  });
  const refusals = countRefusals(logger);
  const encryption = payloadEncryption(config.payloadKeysFile, refusals);
  const metrics = refusals.withCount(await installRuntime(logger));
  const connection = await connect(temporal);
  const { namespace } = temporal;
  await registerSearchAttributes(connection, namespace, logger);
  const accessToken = createAccessToken(config, {
    onFailure: (failure) => {
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
  });
  const { worker } = inviteWorker;
  const stopped = worker.run();
  const admin = await startAdminServer({
    ...config.admin,
    isReady: () => worker.getState() === 'RUNNING',
    metrics,
  });
  const { taskQueue, version } = config;
  const { hasKeys: encrypted } = encryption;
  logger.info(
    { taskQueue, namespace, version, encrypted, adminUrl: admin.url },
    'worker is running',
  );
  return {
    stopped,
    close: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await stopped;
      await inviteWorker.close();
      await admin.close();
      await connection.close();
      await Runtime.instance().shutdown();
    },
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
const refusals: readonly number[] = [7, 12];

function isForbidden(error: unknown): boolean {
  const cause = error instanceof ConfigurationError ? error.cause : undefined;
  return isGrpcServiceError(cause) && refusals.includes(cause.code);
}

async function connect({ connectionOptions, address }: ReturnType<typeof loadTemporalConfig>) {
  try {
    return await NativeConnection.connect(connectionOptions);
  } catch (cause) {
    throw new TemporalUnreachableError(address, { cause });
  }
}
