import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { milliseconds } from '../../support/figures.ts';
import { median, sum } from '../../support/statistics.ts';
import type { PartReport, Table } from '../../support/report.ts';
import { temporaryFolder } from '../../../tools/temporary-folder.mjs';
import { bareEnvironment } from '../bare-environment.ts';
import { packagesOf } from '../import-order.ts';
import { startNode } from '../started-process.ts';
import type { StartupBench } from '../startup-bench.ts';

const entries = {
  'graph-invite': 'cli/main.js',
  worker: 'worker/main.js',
  webhooks: 'webhooks/main.js',
  'all-in-one': 'worker/all-in-one-main.js',
  simulator: 'simulator/main.js',
} as const;

/** Without any import of its own but what it is to measure. With --version a process ends when its modules are loaded. */
const script = `const { packages, entry } = JSON.parse(process.argv[1]);
const steps = [];
const load = async (name) => {
  const begun = performance.now();
  await import(name);
  steps.push(performance.now() - begun);
};
for (const name of packages) await load(name);
process.argv.splice(1, 1, 'main', entry.endsWith('simulator/main.js') ? '--help' : '--version');
process.on('exit', () => process.stderr.write('steps ' + JSON.stringify(steps)));
await load(entry);`;

const StepsSchema = z.array(z.number());

/** What loading each package adds to the start of a process, and after them its own modules. */
export async function imports({ options, root, log }: StartupBench): Promise<PartReport> {
  const folder = temporaryFolder('graph-invite-bench-home-');
  try {
    const tables: Table[] = [];
    const totals = new Map<string, readonly number[]>();
    for (const [name, file] of Object.entries(entries)) {
      log(`imports: ${name} ...`);
      const entry = join(root, 'dist', file);
      const packages = packagesOf(entry);
      const rounds: (readonly number[])[] = [];
      for (let round = 0; round < options.rounds; round += 1) {
        rounds.push(await stepsOf({ packages, entry, root, home: folder.path }));
      }
      totals.set(name, rounds.map(sum));
      tables.push(tableOf(name, packages, rounds));
    }
    return reportOf(totals, tables);
  } finally {
    folder.remove();
  }
}

async function stepsOf(what: {
  readonly packages: readonly string[];
  readonly entry: string;
  readonly root: string;
  readonly home: string;
}): Promise<readonly number[]> {
  const { packages, entry, root, home } = what;
  const asked = JSON.stringify({ packages, entry: pathToFileURL(entry).href });
  const args = ['--input-type=module', '-e', script, asked];
  const started = startNode({ args, env: bareEnvironment(home), cwd: root });
  await started.exited;
  const [, steps] = /steps (\[.*\])$/.exec(started.stderr()) ?? [];
  if (steps === undefined) throw new Error(`Modules could not be loaded:\n${started.stderr()}`);
  return StepsSchema.parse(JSON.parse(steps));
}

function tableOf(
  name: string,
  packages: readonly string[],
  rounds: readonly (readonly number[])[],
): Table {
  const rows = [...packages, 'modules of our own'].map((what, index) => ({
    what,
    ms: median(rounds.map((steps) => steps[index] ?? 0)),
  }));
  return {
    title: `Modules of ${name}, what each adds (ms)`,
    head: ['package', 'ms'],
    rows: rows.sort((one, other) => other.ms - one.ms).map(({ what, ms }) => [what, ms.toFixed(0)]),
  };
}

function reportOf(
  totals: ReadonlyMap<string, readonly number[]>,
  tables: readonly Table[],
): PartReport {
  return {
    part: 'imports',
    title: 'what loading modules takes of a start',
    circumstances: [
      'Each round is a process of its own that loads the packages that a process of ours imports by name, in that order, and then its own modules. Each is measured with what it loads itself; what an earlier one has loaded costs the later nothing.',
    ],
    figures: [...totals].map(([name, values]) => milliseconds(`modules of ${name}`, values)),
    tables,
    verdicts: [],
    wrong: [],
  };
}
