/** `npm run bench -- engine`: tools/commands/bench.mjs has installed everything. */
import { runBenchmark } from '../support/run-benchmark.ts';
import { measureEngine } from './measure-engine.ts';
import { readOptions } from './options.ts';

await runBenchmark({ name: 'engine', readOptions, measure: measureEngine });
