import { processEnvironment } from '../runtime/config.ts';
import { createLogger } from '../runtime/logger.ts';
import { payloadEncryption } from '../runtime/payload-encryption.ts';
import { countRefusals } from '../runtime/payload-refusals.ts';
import { runMain } from '../runtime/run-main.ts';
import { keepTemporal } from '../runtime/steady-temporal.ts';
import { connectTemporal, openTemporal } from '../runtime/temporal-connection.ts';
import { startTracing } from '../runtime/tracing.ts';
import { readWebhooksConfig } from './config.ts';
import { helpText } from './help-text.ts';
import { webhooksLogFields } from './log-fields.ts';
import { startWebhooks } from './start-webhooks.ts';

runMain({
  name: 'webhooks',
  help: helpText,
  start: async () => {
    const config = readWebhooksConfig();
    const logger = createLogger({
      name: 'webhooks',
      level: config.logLevel,
      fields: webhooksLogFields,
    });
    const refusals = countRefusals(logger);
    const dataConverter = payloadEncryption(config.payloadKeysFile, refusals);
    const open = () => openTemporal({ dataConverter });
    const temporal = keepTemporal(await connectTemporal({ dataConverter }), open, (err) => {
      if (err === undefined)
        logger.warn('the connection to Temporal was stuck; another takes over');
      else logger.warn({ err }, 'the connection to Temporal could not be replaced, or not closed');
    });
    const tracing = await startTracing({
      env: processEnvironment(),
      serviceName: 'graph-invite-webhooks',
      onLost: (count) => {
        logger.warn({ count }, 'spans were not exported');
      },
    });
    const webhooks = await startWebhooks({
      config,
      client: () => temporal.client(),
      logger,
      refusals,
      tracing,
      lingerMs: 3_000,
    });
    return {
      close: async () => {
        await webhooks.close();
        await tracing?.close();
        await temporal.close();
      },
    };
  },
});
