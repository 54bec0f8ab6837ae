import { runMain } from '../runtime/run-main.ts';
import { helpText } from './help-text.ts';
import { startWorker } from './start-worker.ts';

// Above the worker's shutdownForceTime of 40 s.
runMain({ name: 'worker', help: helpText, start: () => startWorker(), closeTimeoutMs: 45_000 });
