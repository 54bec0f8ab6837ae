import { join } from 'node:path';
import { processEnvironment } from '../../runtime/config.ts';
import { startDevServer } from '../../tools/temporal/dev-server.mjs';
import { findTemporal } from '../../tools/temporal/find-server.mjs';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { costSince, type StartCost } from './used.ts';

/** One start of a dev server on a new database file, which ends again. */
export async function devServerCost(
  log: (line: string) => void,
  stock: boolean,
): Promise<StartCost> {
  const folder = temporaryFolder('graph-invite-bench-temporal-');
  try {
    const { cliPath, env } = await localCli(log);
    const begun = performance.now();
    const dbFile = join(folder.path, 'temporal.db');
    const server = await startDevServer({
      ...{ cliPath, dbFile, env, log },
      ...(stock && { dynamicConfig: [] }),
    });
    const cost = costSince(server.pid, begun);
    await server.stop();
    return cost;
  } finally {
    folder.remove();
  }
}

/** The Temporal CLI of this machine, whatever server the environment names. */
export async function localCli(log: (line: string) => void) {
  const env = { ...processEnvironment() };
  delete env['TEMPORAL_ADDRESS'];
  const found = await findTemporal({ env, log });
  if (found.kind !== 'cli') throw new Error('A Temporal CLI is needed; see TEMPORAL_CLI_PATH.');
  return { cliPath: found.cliPath, env };
}
