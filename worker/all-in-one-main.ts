import { runMain } from '../runtime/run-main.ts';
import { startAllInOne } from './all-in-one.ts';
import { allInOneHelpText } from './all-in-one-help-text.ts';

// What the webhooks may take (13 s) before the worker may take its own (45 s).
runMain({
  name: 'all-in-one',
  help: allInOneHelpText,
  start: () => startAllInOne(),
  closeTimeoutMs: 60_000,
});
