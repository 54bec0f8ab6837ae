/** `npm run bench -- costs`: tools/commands/bench.mjs has installed everything. */
import { runBenchmark } from '../support/run-benchmark.ts';
import { measureCosts } from './measure-costs.ts';
import { readOptions } from './options.ts';

await runBenchmark({ name: 'costs', readOptions, measure: measureCosts });
