import { join } from 'node:path';
import { processEnvironment } from '../../runtime/config.ts';
import { startDevServer, type DevServer } from '../../tools/temporal/dev-server.mjs';
import { findTemporal } from '../../tools/temporal/find-server.mjs';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';

interface LocalTemporalOptions {
  /** Settings of the server, `key=value`, in the place of those of the local stack; none: as `temporal server start-dev` comes. */
  readonly dynamicConfig?: readonly string[] | undefined;
}

/** A Temporal dev server of the benchmark's own, on a SQLite file, with the flags of the local stack. */
export async function startLocalTemporal(
  log: (line: string) => void,
  { dynamicConfig }: LocalTemporalOptions = {},
): Promise<DevServer> {
  const env = { ...processEnvironment() };
  // Hundreds of runs that nobody ever ends belong on no server that is somebody's.
  delete env['TEMPORAL_ADDRESS'];
  const found = await findTemporal({ env, log });
  if (found.kind !== 'cli') throw new Error('A Temporal CLI is needed; see TEMPORAL_CLI_PATH.');
  const folder = temporaryFolder('graph-invite-bench-temporal-');
  try {
    const dbFile = join(folder.path, 'temporal.db');
    const server = await startDevServer({
      cliPath: found.cliPath,
      dbFile,
      dynamicConfig,
      env,
      log,
    });
    void server.exited.then(folder.remove);
    return server;
  } catch (error) {
    folder.remove();
    throw error;
  }
}
