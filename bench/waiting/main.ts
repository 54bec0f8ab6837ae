/** `npm run bench -- waiting`: tools/commands/bench.mjs has installed everything. */
import { runBenchmark } from '../support/run-benchmark.ts';
import { measureWaiting } from './measure-waiting.ts';
import { readOptions } from './options.ts';

await runBenchmark({ name: 'waiting', readOptions, measure: measureWaiting });
