import { Client } from '@temporalio/client';
import { createInviteClient, type InviteClient } from '../client/index.ts';
import { startAdminServer } from '../runtime/admin-server.ts';
import { joinMetrics } from '../runtime/process-metrics.ts';
import { closeInTurn } from '../runtime/close-in-turn.ts';
import type { Running } from '../runtime/run-main.ts';
import { readWebhooksConfig } from '../webhooks/config.ts';
import { connectedWebhooks } from '../webhooks/connected-webhooks.ts';
import { openWebhooks, type OpenWebhooks } from '../webhooks/start-webhooks.ts';
import { readTogether } from './all-in-one-config.ts';
import { readWorkerConfig, type WorkerConfig } from './config.ts';
import { runWorker, type RunningWorker } from './start-worker.ts';

export interface AllInOne extends Running {
  /** Starts invites eagerly: their first task comes with the answer to the start. Closed with the rest. */
  readonly invites: InviteClient;
  /** What a call's `callbackUri` must lead to, from inside. */
  readonly notificationUrl: string;
  readonly adminUrl: string;
  /** Settles when it can do its work no longer although nobody asked it to stop. */
  readonly stopped: Promise<void>;
  /** Takes no more notifications, then no more work; what is under way is finished. Takes up to 70 s. */
  close(): Promise<void>;
}

/**
 * Worker, webhooks and client in this process, by the variables of both processes; one admin endpoint, on `ADMIN_PORT`
 * (default 9464). One at a time: Temporal's SDK has one runtime in a process.
 * @throws ConfigurationError with every problem of both; TemporalUnreachableError
 */
export async function startAllInOne(): Promise<AllInOne> {
  const [config, webhooksConfig] = readTogether(
    () => readWorkerConfig(),
    () => readWebhooksConfig(),
  );
  const opened: (() => Promise<void>)[] = [];
  const closeOpened = closeInTurn(opened);
  try {
    const worker = await runWorker(config);
    opened.unshift(() => worker.close());
    const webhooks = await connectedWebhooks(webhooksConfig, openWebhooks, worker.refusals);
    opened.unshift(() => webhooks.close());
    const admin = await startAdminServer({
      ...config.admin,
      isReady: async () => {
        const both = await Promise.all([worker.isReady(), webhooks.isReady()]);
        return both.every(Boolean);
      },
      metrics: joinMetrics(worker.metrics, webhooks.registry),
    });
    opened.push(() => admin.close());
    return allInOneOf({ config, worker, webhooks, adminUrl: admin.url, close: closeOpened });
  } catch (error) {
    await closeOpened();
    throw error;
  }
}

interface Parts extends Pick<AllInOne, 'adminUrl' | 'close'> {
  readonly config: WorkerConfig;
  readonly worker: RunningWorker;
  readonly webhooks: OpenWebhooks;
}

function allInOneOf({ config, worker, webhooks, adminUrl, close }: Parts): AllInOne {
  const { connection, namespace, dataConverter, logger, stopped } = worker;
  const { taskQueue, version } = config;
  const { url, notificationUrl } = webhooks;
  logger.info({ taskQueue, namespace, version, url, adminUrl }, 'worker and webhooks are running');
  return {
    invites: createInviteClient({
      client: new Client({ connection, namespace, dataConverter }),
      taskQueue,
      // An eager start would go to this worker whatever version is the current one.
      eagerStart: version === undefined,
    }),
    notificationUrl,
    adminUrl,
    stopped,
    close,
  };
}
