import { processEnvironment } from '../runtime/config.ts';
import { closeInTurn } from '../runtime/close-in-turn.ts';
import { createLogger } from '../runtime/logger.ts';
import { payloadEncryption } from '../runtime/payload-encryption.ts';
import { countRefusals, type RefusalCount } from '../runtime/payload-refusals.ts';
import type { Running } from '../runtime/run-main.ts';
import { keepTemporal } from '../runtime/steady-temporal.ts';
import { connectTemporal, openTemporal } from '../runtime/temporal-connection.ts';
import { startTracing } from '../runtime/tracing.ts';
import type { WebhooksConfig } from './config.ts';
import { webhooksLogFields } from './log-fields.ts';
import type { StartOptions } from './start-webhooks.ts';

/**
 * Starts the webhooks with a connection to Temporal of their own, which closes after them.
 * @param sharedRefusals where another part of this process counts, and shows, payloads that cannot be read
 */
export async function connectedWebhooks<T extends Running>(
  config: WebhooksConfig,
  start: (options: StartOptions) => Promise<T>,
  sharedRefusals?: RefusalCount,
): Promise<T> {
  const logger = createLogger({
    name: 'webhooks',
    level: config.logLevel,
    fields: webhooksLogFields,
  });
  const refusals = sharedRefusals ?? countRefusals(logger);
  const dataConverter = payloadEncryption(config.payloadKeysFile, refusals);
  const open = () => openTemporal({ dataConverter });
  const temporal = keepTemporal(await connectTemporal({ dataConverter }), open, (err) => {
    if (err === undefined) logger.warn('the connection to Temporal was stuck; another takes over');
    else logger.warn({ err }, 'the connection to Temporal could not be replaced, or not closed');
  });
  const tracing = await startTracing({
    env: processEnvironment(),
    serviceName: 'graph-invite-webhooks',
    onLost: (count) => {
      logger.warn({ count }, 'spans were not exported');
    },
  });
  const closers = [async () => tracing?.close(), () => temporal.close()];
  const close = closeInTurn(closers);
  try {
    const webhooks = await start({
      config,
      client: () => temporal.client(),
      logger,
      refusals,
      tracing,
      lingerMs: 3_000,
    });
    closers.unshift(() => webhooks.close());
    return { ...webhooks, close };
  } catch (error) {
    await close();
    throw error;
  }
}
