/** `npm run bench` without a name: tools/commands/bench.mjs has installed everything. */
import { fileURLToPath } from 'node:url';
import { committedReport } from '../support/committed-report.ts';
import { reportOnDisk } from '../support/report-on-disk.ts';
import { UsageError } from '../support/options.ts';
import { tellChanges } from '../support/tell-changes.ts';
import { benchmarkNames } from './benchmark-names.ts';
import { readOptions, type AllOptions } from './options.ts';
import { runAll } from './run-all.ts';
import { exitCodeOf, summaryLines } from './summary.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

// Ended by a signal, this process lets go of the benchmark that runs, which then ends what it has started.
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.on(signal, () => process.exit(code));
}
const code = await main().catch(failed);
process.stdout.write('', () => process.exit(code));

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), benchmarkNames(root));
  return options.changes ? tellAllChanges(options) : measureAll(options);
}

/** Budgets and changes are the result, and go to stdout; all before is progress. */
async function measureAll(options: AllOptions): Promise<number> {
  const runs = await runAll(options, root, log);
  const changes = runs.flatMap(({ report, committed }) =>
    report === undefined ? [] : tellChanges({ then: committed, now: report }),
  );
  print([...summaryLines(runs), '', ...changes]);
  return exitCodeOf(runs);
}

async function tellAllChanges({ names }: AllOptions): Promise<number> {
  for (const name of names) {
    const report = await reportOnDisk(root, name);
    if (report === undefined) print([`${name}: no report in the checkout.`]);
    else print(tellChanges({ then: await committedReport(root, name), now: report, all: true }));
  }
  return 0;
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function failed(error: unknown): number {
  const usage = error instanceof UsageError;
  log(usage ? `${error.message}\nSee npm run bench -- --help.` : String(error));
  return usage ? 2 : 1;
}
