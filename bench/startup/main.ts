/** `npm run bench -- startup`: tools/commands/bench.mjs has installed and built everything. */
import { runBenchmark } from '../support/run-benchmark.ts';
import { readOptions } from './options.ts';
import { runParts } from './run-parts.ts';

await runBenchmark({ name: 'startup', readOptions, measure: runParts });
