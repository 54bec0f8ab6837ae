import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Registry } from 'prom-client';
import type { CallRegisterReader } from '../contracts/call-register.ts';
import { startAdminServer } from '../runtime/admin-server.ts';
import { closeInTurn } from '../runtime/close-in-turn.ts';
import type { Logger } from '../runtime/logger.ts';
import type { RefusalCount } from '../runtime/payload-refusals.ts';
import { addProcessMetrics } from '../runtime/process-metrics.ts';
import type { Tracing } from '../runtime/tracing.ts';
import { createCallRegisterReader } from './call-register-reader.ts';
import type { WebhooksConfig } from './config.ts';
import type { SendSignal } from './invite-signal.ts';
import { createKeySet } from './key-set.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createPersonHash } from './person-hash.ts';
import { createReceiver } from './receive-notification.ts';
import { startServer } from './server.ts';
import { createSignalSender } from './signal-sender.ts';
import { traceSteps } from './tracing.ts';
import { verify } from './verify.ts';
import { withoutRepeats } from './without-repeats.ts';

export interface OpenWebhooks {
  readonly url: string;
  /** What a call's `callbackUri` must lead to. */
  readonly notificationUrl: string;
  /** Not until the signing keys are there and Temporal answers, and not while closing. */
  readonly isReady: () => Promise<boolean>;
  readonly registry: Registry;
  /** Answers what is under way; the client's connection stays open, it is the caller's. */
  close(): Promise<void>;
}

export interface Webhooks extends Omit<OpenWebhooks, 'isReady' | 'registry'> {
  readonly adminUrl: string;
}

export interface StartOptions {
  readonly config: WebhooksConfig;
  /** The one to use now, of any connection; its data converter must be the one that the worker uses. */
  readonly client: () => Client;
  readonly logger: Logger;
  /** Of the client's codec, for the metrics; absent where payloads are not encrypted. */
  readonly refusals?: RefusalCount;
  /** Closed by the caller, after this. */
  readonly tracing?: Tracing | undefined;
  /**
   * How long closing goes on taking notifications while `/readyz` already says no, so that whoever spreads them can send
   * them elsewhere: Graph may never repeat one that met a closed door. Milliseconds; default 0.
   */
  readonly lingerMs?: number;
  /** For tests with a clock of their own. */
  readonly now?: () => Date;
}

/** Starts answering notifications, and an admin endpoint that tells of it. */
export async function startWebhooks(options: StartOptions): Promise<Webhooks> {
  const { config, logger, refusals } = options;
  const { isReady, registry, ...webhooks } = await openWebhooks(options);
  const closers = [() => webhooks.close()];
  const close = closeInTurn(closers);
  try {
    addProcessMetrics(registry);
    const admin = await startAdminServer({
      host: config.adminHost,
      port: config.adminPort,
      isReady,
      metrics: refusals?.withCount(registry) ?? registry,
    });
    closers.push(() => admin.close());
    logger.info({ url: webhooks.url, adminUrl: admin.url }, 'webhooks started');
    return { ...webhooks, adminUrl: admin.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts answering notifications. */
export async function openWebhooks(options: StartOptions): Promise<OpenWebhooks> {
  const { config, client, logger, now = () => new Date() } = options;
  const metrics = createMetrics();
  const traced = traceSteps(options.tracing);
  const keys = createKeySet({
    url: config.keySetUrl,
    onLoad: (result, reason) => {
      metrics.keySetLoads.inc({ result });
      if (result === 'failed') logger.warn({ err: reason }, 'signing keys not fetched');
    },
  });
  const life = { closing: false };
  const server = await startServer({
    host: config.host,
    port: config.port,
    path: config.path,
    bodyLimit: config.bodyLimit,
    verify: (rawHeaders) => verify(rawHeaders, { rules: config, keys, now }),
    receive: traced.receive(
      createReceiver({
        register: countedRegister(client, metrics),
        send: withoutRepeats(traced.send(countedSender(client, metrics, logger)), {
          onRepeat: () => {
            metrics.signals.inc({ signal: 'rosterUpdated', result: 'repeated' });
          },
        }),
        metrics,
        logger,
      }),
    ),
    metrics,
    logger,
  }).catch((error: unknown) => {
    keys.close();
    throw error;
  });
  return {
    url: server.url,
    notificationUrl: `${server.url}${config.path}`,
    isReady: async () => !life.closing && keys.isLoaded() && (await answers(client())),
    registry: metrics.registry,
    close: async () => {
      life.closing = true;
      server.leave();
      await sleep(options.lingerMs ?? 0);
      await server.close();
      keys.close();
    },
  };
}

async function answers(client: Client): Promise<boolean> {
  const { namespace } = client.options;
  await client.withDeadline(Date.now() + 2_000, () =>
    client.workflowService.describeNamespace({ namespace }),
  );
  return true;
}

function countedRegister(client: () => Client, { lookUps }: Metrics): CallRegisterReader {
  return {
    lookUp: async (callId) => {
      try {
        const registrations = await createCallRegisterReader(client()).lookUp(callId);
        lookUps.inc({ result: registrations.length > 0 ? 'someoneWaits' : 'nobodyWaits' });
        return registrations;
      } catch (error) {
        lookUps.inc({ result: 'unavailable' });
        throw error;
      }
    },
  };
}

function countedSender(
  client: () => Client,
  { signals, signalSeconds }: Metrics,
  logger: Pick<Logger, 'debug'>,
): SendSignal {
  const hash = createPersonHash();
  return async (signal) => {
    const tookSeconds = signalSeconds.startTimer();
    try {
      const result = await createSignalSender(client())(signal);
      signals.inc({ signal: signal.name, result });
      const people = signal.name === 'rosterUpdated' ? signal.fact.participants : [];
      logger.debug(
        {
          inviteId: signal.inviteId,
          signal: signal.name,
          result,
          ...(people.length > 0 && { people: people.map(({ key }) => hash(key)) }),
        },
        'signal',
      );
      return result;
    } catch (error) {
      signals.inc({ signal: signal.name, result: 'unavailable' });
      throw error;
    } finally {
      tookSeconds();
    }
  };
}
