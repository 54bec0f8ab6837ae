import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from '../bootstrap.mjs';
import { explained } from '../explained.mjs';
import { runStep } from '../step.mjs';
import { findTemporal } from '../temporal/find-server.mjs';

export const tortureHelp = `npm run torture -- [options]

Runs the product as real processes (two workers, two webhooks, a Temporal of its
own, the Graph simulator) while faults are injected by a seed, and judges from
the simulator's ledger, the histories and what callers were told whether
anything was lost. Exit code 0: every invariant held; 1: one was broken, or the
run itself failed; 2: the command line is wrong.

  --seed N             decides everything; the same seed plans the same run (1)
  --invites M          how many invites (100)
  --minutes n          spread them, and the faults, over so long (0.7 s for each)
  --faults name,name   only these faults besides kills; "none"; "list" shows them
  --kills N            how often a process is killed, stopped or paused, Temporal
                       included (every 8 s); --no-kills: never
  --broken name        run a copy of the product in which one promise is broken,
                       to see the checker find it: exit code 1 is what should
                       come of it; "list" shows them
  --json               one JSON document on stdout, progress on stderr
  --keep               keep plan, ledger and evidence also when everything held

A run of 200 invites takes about three minutes. A failing one keeps its evidence
below .cache/torture and prints the command that repeats it.
`;

/**
 * Injects faults by a seed and judges what came of it. Exit code: that of the run.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export async function torture({ args, root, env, log }) {
  const { TEMPORAL_ADDRESS: address, ...own } = env;
  if (address && !own['TEMPORAL_CLI_PATH']) {
    throw explained(
      `TEMPORAL_ADDRESS is ${address}, but this command kills Temporal and needs a server of its own.\n` +
        'Unset TEMPORAL_ADDRESS to let a Temporal CLI be found, or set TEMPORAL_CLI_PATH to one.',
    );
  }
  await bootstrap({ root, env, log });
  const temporal = await findTemporal({ env: own, log });
  if (temporal.kind !== 'cli') throw explained('A Temporal CLI is needed; see TEMPORAL_CLI_PATH.');
  const folder = join(root, 'test', 'torture');
  const { code } = await runStep({
    command: process.execPath,
    args: [
      ...['--import', pathToFileURL(join(folder, 'load-typescript.mjs')).href],
      ...['--enable-source-maps', join(folder, 'main.ts'), ...args],
    ],
    cwd: root,
    env: { ...own, TEMPORAL_CLI_PATH: temporal.cliPath },
    output: 'inherit',
  });
  return code;
}
