import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from '../bootstrap.mjs';
import { runStep } from '../step.mjs';

/** By name: the TypeScript that runs it, and what a person needs to know. */
const BENCHMARKS = {
  webhooks: {
    entry: 'bench/webhooks/main.ts',
    summary: 'what the webhooks server takes and refuses, beside floods and slow senders',
    help: `npm run bench -- webhooks [options]

Loads a real webhooks server, in a process of its own, from other processes, and
compares what was measured with the budgets of the design. Everything runs on
loopback and ends with this command.

  --only name,name  only these parts:
                    stub      good notifications, Temporal answering after 20 ms
                    refusals  no token, bad signature, unknown key, wrong
                              audience, too big, not JSON
                    flood     200 good ones a second beside bad signatures
                    slow      200 good ones a second beside 500 slow senders
                    real      150 a second before a real Temporal dev server,
                              and a burst of ten times that
  --seconds n       of one round (6)
  --rounds n        of each measurement (3)
  --minutes n       of the long load of "real" (0.67)
  --connections n   kept busy at once by "stub" (150)
  --full            the durations of the budgets: rounds of 20 s, 10 minutes of
                    "real"
  --seed n          decides ids, bodies and their order (1)
  --write           into docs/benchmarks/webhooks.md and .json; without it both
                    go to stdout

Everything takes about three minutes, or 15 with --full. The figures are those
of a quiet machine only when it was one: the report has its load average, and
how busy everything else on it was.

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or the server gave an answer that is never right; 2: the command
line is wrong.
`,
  },
};

const HELP = `npm run bench -- <name> [options]

${Object.entries(BENCHMARKS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

Benchmarks measure; they are no tests. npm run bench -- <name> --help says more.
`;

/** @param {readonly string[]} args @returns {string} */
export function benchHelp(args) {
  return benchmarkOf(args[0])?.help ?? HELP;
}

/**
 * Runs one benchmark. Exit code: its own; 2 without a name that is known.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export async function bench({ args, root, env, log }) {
  const [name = '', ...rest] = args;
  const benchmark = benchmarkOf(name);
  if (benchmark === undefined) {
    log(name === '' ? HELP : `There is no benchmark ${name}.\n\n${HELP}`);
    return 2;
  }
  await bootstrap({ root, env, log });
  const loader = pathToFileURL(join(root, 'test', 'torture', 'load-typescript.mjs')).href;
  const { code } = await runStep({
    command: process.execPath,
    args: ['--import', loader, '--enable-source-maps', join(root, benchmark.entry), ...rest],
    cwd: root,
    env,
    output: 'inherit',
  });
  return code;
}

/** @param {string | undefined} name */
function benchmarkOf(name) {
  return Object.entries(BENCHMARKS).find(([known]) => known === name)?.[1];
}
