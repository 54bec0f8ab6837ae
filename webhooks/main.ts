import { runMain } from '../runtime/run-main.ts';
import { readWebhooksConfig } from './config.ts';
import { connectedWebhooks } from './connected-webhooks.ts';
import { helpText } from './help-text.ts';
import { startWebhooks } from './start-webhooks.ts';

runMain({
  name: 'webhooks',
  help: helpText,
  start: () => connectedWebhooks(readWebhooksConfig(), startWebhooks),
});
