import { join } from 'node:path';
import { megabytes, milliseconds } from '../../support/figures.ts';
import { startLocalTemporal } from '../../support/local-temporal.ts';
import type { Figure, PartReport } from '../../support/report.ts';
import { temporaryFolder } from '../../../tools/temporary-folder.mjs';
import { startCallingService } from '../../webhooks/calling-service.ts';
import { commandCost } from '../command-cost.ts';
import { devServerCost } from '../dev-server-cost.ts';
import { localProcesses } from '../local-processes.ts';
import { startNode, untilSeen } from '../started-process.ts';
import type { StartupBench } from '../startup-bench.ts';
import { costSince, type StartCost } from '../used.ts';

type Costs = Map<string, StartCost[]>;

/** Each process alone, one after the other, again in each round. */
export async function processes(bench: StartupBench): Promise<PartReport> {
  const { options, root, log } = bench;
  const costs: Costs = new Map();
  const note = (what: string, cost: StartCost) => {
    costs.set(what, [...(costs.get(what) ?? []), cost]);
  };
  const folder = temporaryFolder('graph-invite-bench-home-');
  const service = await startCallingService();
  const temporal = await startLocalTemporal(log);
  try {
    const local = await localProcesses({ root, home: folder.path, temporal, service });
    for (let round = 1; round <= options.rounds; round += 1) {
      log(`processes: round ${round} of ${options.rounds} ...`);
      note('Temporal dev server', await devServerCost(log, false));
      note('Temporal dev server, stock', await devServerCost(log, true));
      for (const one of local) note(one.name, await processCost(one, root));
      for (const flag of ['--version', '--help']) {
        const args = [join(root, 'dist', 'cli', 'main.js'), flag];
        note(`graph-invite ${flag}`, await commandCost({ args, root, home: folder.path }));
      }
      note(
        'node, an empty script',
        await commandCost({ args: ['-e', '0'], root, home: folder.path }),
      );
    }
  } finally {
    await temporal.stop();
    await service.close();
    folder.remove();
  }
  return reportOf(costs);
}

async function processCost(
  { args, env, readyUrl }: Awaited<ReturnType<typeof localProcesses>>[number],
  root: string,
): Promise<StartCost> {
  const started = startNode({ args, env, cwd: root });
  try {
    await untilSeen(started, () => answers(readyUrl));
    return costSince(started.pid, started.begun);
  } finally {
    await started.stop();
  }
}

async function answers(url: string): Promise<true | undefined> {
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ok ? true : undefined;
  } catch {
    return undefined;
  }
}

function reportOf(costs: Costs): PartReport {
  return {
    part: 'processes',
    title: 'each process, from spawning it until it is ready',
    circumstances: [
      'Ready: worker, webhooks and all-in-one answer /readyz with 200, the simulator /healthz; the commands have ended; of Temporal gRPC, namespace, search attributes and UI serve, with the look at its flags and search attributes that the local stack takes, by processes of the CLI.',
      'Worker, webhooks and all-in-one start before a dev server that runs already. CPU and memory (RSS) are those of the process at that moment, of the commands at their end.',
      'Ours and the stock server write to a file of their own, which is new each time.',
    ],
    figures: [...costs].flatMap(([what, of]) => figuresOf(what, of)),
    verdicts: [],
    wrong: [],
  };
}

function figuresOf(what: string, costs: readonly StartCost[]): Figure[] {
  const known = (values: readonly (number | null)[]) => values.filter((one) => one !== null);
  const cpu = known(costs.map(({ cpuMs }) => cpuMs));
  const rss = known(costs.map(({ rssMb }) => rssMb));
  return [
    milliseconds(
      `${what}, ready`,
      costs.map(({ readyMs }) => readyMs),
    ),
    ...(cpu.length > 0 ? [milliseconds(`${what}, CPU`, cpu)] : []),
    ...(rss.length > 0 ? [megabytes(`${what}, memory`, rss)] : []),
  ];
}
