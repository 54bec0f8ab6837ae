/** `npm run bench -- webhooks`: tools/commands/bench.mjs has installed everything. */
import { runBenchmark } from '../support/run-benchmark.ts';
import { readOptions } from './options.ts';
import { runParts } from './run-parts.ts';

await runBenchmark({ name: 'webhooks', readOptions, measure: runParts });
