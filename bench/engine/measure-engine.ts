import { buildCopy } from '../support/built-copy.ts';
import { machineFacts } from '../support/machine.ts';
import type { BenchReport, PartReport } from '../support/report.ts';
import type { Log } from '../support/run-benchmark.ts';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { buildBundles } from './build-bundles.ts';
import type { Engine } from './engine.ts';
import { floor } from './floor.ts';
import type { EngineOptions, PartName } from './options.ts';
import { promises } from './promises.ts';
import { callerProcess, runVariant, workerProcess } from './run-variant.ts';
import { createServers } from './servers.ts';
import { settings } from './settings.ts';

const parts: Readonly<Record<PartName, (engine: Engine) => Promise<PartReport>>> = {
  floor,
  settings,
  promises,
};

/** Each part with the Temporal dev servers that it needs; they stay for the next one. */
export async function measureEngine(
  options: EngineOptions,
  root: string,
  log: Log,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  const folder = temporaryFolder('graph-invite-bench-bundles-');
  const copy = buildCopy(root, [workerProcess, callerProcess]);
  const bundles = await buildBundles(folder.path);
  const servers = createServers(log);
  try {
    const engine: Engine = {
      options,
      log,
      run: async (variant) =>
        runVariant(variant, { copy, bundles, server: await servers.serverOf(variant.server) }),
    };
    const reports: PartReport[] = [];
    for (const name of options.parts) reports.push(await parts[name](engine));
    return {
      ...{ benchmark: 'engine', title: 'Engine benchmark', at, machine, parts: reports },
      settings: { ...options },
      rounds: `${options.rounds}, ${options.invites} invites each at concurrency 100`,
    };
  } finally {
    await servers.stop();
    copy.remove();
    folder.remove();
  }
}
