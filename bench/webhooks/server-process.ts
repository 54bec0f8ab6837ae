/** The webhooks server of the benchmark, in a process of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CallRegisterReader } from '../../contracts/call-register.ts';
import { normaliseId } from '../../contracts/ids.ts';
import { createLogger, type Logger } from '../../runtime/logger.ts';
import { keepTemporal } from '../../runtime/steady-temporal.ts';
import { openTemporal } from '../../runtime/temporal-connection.ts';
import { webhooksLogFields } from '../../webhooks/log-fields.ts';
import { readWebhooksConfig, type WebhooksConfig } from '../../webhooks/config.ts';
import { createKeySet } from '../../webhooks/key-set.ts';
import { createMetrics } from '../../webhooks/metrics.ts';
import { createReceiver } from '../../webhooks/receive-notification.ts';
import { startServer } from '../../webhooks/server.ts';
import { startWebhooks } from '../../webhooks/start-webhooks.ts';
import { verify } from '../../webhooks/verify.ts';
import { answerParent } from '../support/answer-parent.ts';
import { peakRssMb } from '../support/peak-memory.ts';
import { QuestionSchema, type ServerSettings, type ServerUsage } from './server-protocol.ts';

interface Running {
  readonly url: string;
  /** Answers by HTTP status so far, as the server counts them. */
  readonly answers: () => Promise<Readonly<Record<string, number>>>;
}

let running: Running | undefined;

answerParent(async (question) => {
  const asked = QuestionSchema.parse(question);
  if (asked.kind === 'usage') return usage();
  running = await start(asked.settings);
  return { url: running.url };
});

async function usage(): Promise<ServerUsage> {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    peakRssMb: peakRssMb(),
    answers: (await running?.answers()) ?? {},
  };
}

/** The log goes to the null device: each line is written, as in production. */
async function start(settings: ServerSettings): Promise<Running> {
  const config = readWebhooksConfig({
    WEBHOOK_PORT: '0',
    ADMIN_PORT: '0',
    ALLOW_INSECURE_LOOPBACK: 'true',
    NOTIFICATION_AUDIENCE: settings.audience,
    NOTIFICATION_ISSUERS: settings.issuer,
    NOTIFICATION_JWKS_URL: settings.keySetUrl,
  });
  const logger = createLogger({
    name: 'webhooks',
    level: config.logLevel,
    fields: webhooksLogFields,
  });
  const { behind } = settings;
  return behind.kind === 'stub'
    ? startBeforeStub(config, logger, behind.delayMs)
    : startBeforeTemporal(config, logger, behind);
}

async function startBeforeStub(
  config: WebhooksConfig,
  logger: Logger,
  delayMs: number,
): Promise<Running> {
  const metrics = createMetrics();
  const keys = createKeySet({ url: config.keySetUrl });
  const send = async () => {
    await pause(delayMs);
    return 'stored' as const;
  };
  const server = await startServer({
    ...{ host: config.host, port: config.port, path: config.path, bodyLimit: config.bodyLimit },
    verify: (rawHeaders) => verify(rawHeaders, { rules: config, keys, now: () => new Date() }),
    receive: createReceiver({ register: stubRegister(delayMs), send, metrics, logger }),
    metrics,
    logger,
  });
  return {
    url: server.url,
    answers: async () => {
      const { values } = await metrics.answers.get();
      return Object.fromEntries(
        values.map(({ labels, value }) => [String(labels['status']), value]),
      );
    },
  };
}

/** On each call one invite waits, for the person who has the call's own id. */
function stubRegister(delayMs: number): CallRegisterReader {
  const expiresAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
  return {
    lookUp: async (callId) => {
      await pause(delayMs);
      const participantKeys = [normaliseId(callId)];
      return [{ inviteId: callId, participantKeys, role: 'target', expiresAt }];
    },
  };
}

async function startBeforeTemporal(
  config: WebhooksConfig,
  logger: Logger,
  { address, namespace }: { readonly address: string; readonly namespace: string },
): Promise<Running> {
  const open = () =>
    openTemporal({ config: { address, namespace, connectionOptions: { address } }, env: {} });
  const temporal = keepTemporal(open(), open);
  const webhooks = await startWebhooks({ config, client: () => temporal.client(), logger });
  return {
    url: webhooks.url,
    answers: () => Promise.resolve({}),
  };
}
