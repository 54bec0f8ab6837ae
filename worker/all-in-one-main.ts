import { runMain } from '../runtime/run-main.ts';
import { startAllInOne } from './all-in-one.ts';
import { allInOneHelpText } from './all-in-one-help-text.ts';

// What the webhooks may take (16 s with their spans) before the worker may take its own (48 s).
runMain({
  name: 'all-in-one',
  help: allInOneHelpText,
  start: () => startAllInOne(),
  closeTimeoutMs: 70_000,
});
