import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from '../bootstrap.mjs';
import { runStep } from '../step.mjs';

/** By name: the TypeScript that runs it, and what a person needs to know. */
const BENCHMARKS = {
  costs: {
    entry: 'bench/costs/main.ts',
    summary: 'history events and billable actions of each way an invite can go',
    help: `npm run bench -- costs [options]

Drives real invites through every scenario, and what goes wrong on the way, on a
Temporal dev server of its own with the Graph simulator. Reads their histories
and counts events, workflow tasks, activities, timers, signals, upserts and
bytes, what Temporal Cloud would bill, and what each promise costs.

  --rounds n        of each situation (3)
  --seed n          decides ids (1)
  --write           into docs/benchmarks/costs.md and .json; without it both
                    go to stdout

Takes about a minute. Counts do not depend on how busy the machine is.

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or an invite ended otherwise than it should; 2: the command line
is wrong.
`,
  },
  engine: {
    entry: 'bench/engine/main.ts',
    summary: 'invites beside a naive Temporal workflow: rates, latencies, processor time',
    help: `npm run bench -- engine [options]

Runs invites of ours beside a naive workflow (plain start, one activity, two
signals sent straight to it) on one Temporal dev server, and the naive one on a
second server with stock settings, in alternating rounds. Workers, client and
server are processes of their own; a stand-in for Graph answers each POST and
sends both notifications at once. Everything runs on loopback and ends with this
command.

  --only name,name  only these parts:
                    floor     concurrency 1, 10, 30 and 100, with 1 and 5
                              invites for each call
                    settings  settings of worker and server, one at a time
                    promises  what register, deadline and outcome add to a
                              naive workflow
  --rounds n        of each load (3)
  --invites n       of one load at concurrency 100; fewer below (150)
  --full            5 rounds, 400 invites
  --seed n          decides ids (1)
  --write           into docs/benchmarks/engine.md, .json and .svg; without it
                    report and figures go to stdout

Everything takes about 12 minutes on two cores, or 50 with --full.

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or an invite did not join or was posted twice; 2: the command
line is wrong.
`,
  },
  meeting: {
    entry: 'bench/meeting/main.ts',
    summary: 'rosters of 1,000 people several times a second, while invites wait',
    help: `npm run bench -- meeting [options]

Posts rosters of a large meeting with signed tokens to a real webhooks process
before a real Temporal dev server and a real worker, while invites wait on that
call, or nobody does.

  --only name,name  only these parts:
                    nobody     no invite waits on the call
                    strangers  invites wait, no roster shows their people
                    joining    the people come one after the other
                    repeated   every roster shows people not yet completed
  --seconds n       of one part (20)
  --rate n          rosters a second (4)
  --entries n       people in a roster who were not invited (1000, at most 1300)
  --invites n       that wait on the call (20)
  --seed n          decides ids (1)
  --write           into docs/benchmarks/meeting.md and .json; without it both
                    go to stdout

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or something was wrong that must never be; 2: the command line is
wrong.
`,
  },
  startup: {
    entry: 'bench/startup/main.ts',
    summary: 'how long each process and the local stack take to start',
    help: `npm run bench -- startup [options]

Starts each process until it is ready, npm start until its first invite joined,
and npm run demo to its end. Imports each package alone, and replays recorded
invites to see what loading a workflow costs.

  --only name,name  only these parts:
                    processes  each process until it is ready, CPU and memory
                    imports    what loading each package adds
                    workflows  the bundle, and CPU to load one workflow
                    stack      npm start to its first invite, and npm run demo
  --rounds n        of each measurement (3)
  --loads n         workflows loaded in one round (400)
  --seed n          for the report (1)
  --write           into docs/benchmarks/startup.md and .json; without it both
                    go to stdout

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or something was wrong that must never be; 2: the command line is
wrong.
`,
  },
  waiting: {
    entry: 'bench/waiting/main.ts',
    summary: 'what waiting invites take of a worker, and how soon they go on when it dies',
    help: `npm run bench -- waiting [options]

Lets many invites wait on one worker, in a process of its own, measures its
memory, serves some from its cache and some that it had dropped, kills it
beside a second worker, and at last kills the only one while all the others
answer. A Temporal dev server and a stand-in for Graph run beside it, on
loopback; everything ends with this command.

  --invites n       that wait at once (1000)
  --cache n,n       sizes of the worker's cache of workflows, a round for each;
                    "default" is what the worker has by itself
                    (default,1000,100)
  --in-flight n     that are about to go on when a worker is killed (100, or a
                    fifth of the invites)
  --full            10,000 invites, with the default cache only
  --seed n          decides ids and their order (1)
  --write           into docs/benchmarks/waiting.md and .json; without it both
                    go to stdout

A round of 1,000 takes about 75 seconds, and --full about 9 minutes. Processor
time is shown on Linux only.

Exit code 0: it ran, also when a budget was missed (the report says so); 1: it
could not run, or an invite was lost or not posted exactly once; 2: the command
line is wrong.
`,
  },
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

const HELP = `npm run bench -- [name] [options]

Without a name all of these, one after the other:

${Object.entries(BENCHMARKS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

With their short settings, some 25 minutes; at the end all budgets in one table, and what changed
since the committed reports. What it tells is in docs/performance.md.

  --only name,name  only these benchmarks
  --full            the sizes and durations of the budgets, for those that have
                    shorter ones
  --rounds n        of each benchmark that has rounds
  --seed n          of each
  --write           each report into docs/benchmarks/
  --changes         measures nothing: compares the reports of the checkout with
                    those of the last commit

Benchmarks measure; they are no tests. npm run bench -- <name> --help says more.

Exit code 0: all ran, also when a budget was missed; 1: one could not run, or
something was wrong that must never be; 2: the command line is wrong.
`;

const ALL = { entry: 'bench/all/main.ts' };

/** @param {readonly string[]} args @returns {string} */
export function benchHelp(args) {
  return benchmarkOf(args[0])?.help ?? HELP;
}

/**
 * Runs one benchmark, or all of them without a name. Exit code: its own; 2 for a name that is not known.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export async function bench({ args, root, env, log }) {
  const [name = ''] = args;
  const all = name === '' || name.startsWith('--');
  const benchmark = all ? ALL : benchmarkOf(name);
  if (benchmark === undefined) {
    log(`There is no benchmark ${name}.\n\n${HELP}`);
    return 2;
  }
  await bootstrap({ root, env, log });
  const loader = pathToFileURL(join(root, 'test', 'torture', 'load-typescript.mjs')).href;
  const { code } = await runStep({
    command: process.execPath,
    args: [
      '--import',
      loader,
      '--enable-source-maps',
      join(root, benchmark.entry),
      ...(all ? args : args.slice(1)),
    ],
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
