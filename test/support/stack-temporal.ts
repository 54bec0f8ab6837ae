import { join } from 'node:path';
import { startDevServer, type DevServer } from '../../tools/temporal/dev-server.mjs';
import { lastingPorts } from './stack-ports.ts';

/** The stack's own Temporal: a dev server with the flags of the local stack, on one SQLite file for its whole life. */
export interface StackTemporal {
  /** `127.0.0.1:port`, the same after each start. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  /** The SQLite file; `-wal` and `-shm` beside it belong to it. */
  readonly dbFile: string;
  /** On the same file and ports; resolves when it serves, with the search attributes registered. */
  start(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and SIGKILL after 10 s. */
  stop(): Promise<void>;
  isRunning(): boolean;
  /** The last lines of its log; empty while it is not running. */
  logTail(): string;
}

/** Not started yet. */
export async function stackTemporal(options: {
  readonly cliPath: string;
  readonly folder: string;
}): Promise<StackTemporal> {
  const [port = 0, uiPort = 0] = await lastingPorts(2);
  const { cliPath, folder } = options;
  const dbFile = join(folder, 'temporal.db');
  const namespace = 'default';
  let server: DevServer | undefined;
  return {
    address: `127.0.0.1:${port}`,
    namespace,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    dbFile,
    start: async () => {
      if (server) throw new Error('Temporal is running already.');
      const started = await startDevServer({ cliPath, dbFile, namespace, port, uiPort });
      server = started;
      void started.exited.then(() => {
        if (server === started) server = undefined;
      });
    },
    kill: async () => {
      if (!server) return;
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    stop: async () => await server?.stop(),
    isRunning: () => server !== undefined,
    logTail: () => server?.logTail() ?? '',
  };
}
