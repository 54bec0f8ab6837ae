import type { DevServer } from '../../tools/temporal/dev-server.mjs';
import { startLocalTemporal } from '../support/local-temporal.ts';
import type { Log } from '../support/run-benchmark.ts';

const eagerActivities = 'system.enableActivityEagerExecution=true';
const fastDispatch = 'history.transferProcessorMaxPollRPS=2000';

/** Settings of the dev servers by name; undefined: those of the local stack (tools/temporal/dev-server-flags.mjs). */
const dynamicConfigs = {
  ours: undefined,
  stock: [],
  eagerActivities: [eagerActivities],
  fastDispatch: [fastDispatch],
  fourPartitions: [eagerActivities, fastDispatch],
} as const satisfies Readonly<Record<string, readonly string[] | undefined>>;

export type ServerName = keyof typeof dynamicConfigs;

export interface Servers {
  /** Started when it is first asked for. */
  serverOf(name: ServerName): Promise<DevServer>;
  stop(): Promise<void>;
}

export function createServers(log: Log): Servers {
  const started = new Map<ServerName, Promise<DevServer>>();
  return {
    serverOf: (name) => {
      const server =
        started.get(name) ?? startLocalTemporal(log, { dynamicConfig: dynamicConfigs[name] });
      started.set(name, server);
      return server;
    },
    stop: async () => {
      await Promise.all([...started.values()].map(async (server) => (await server).stop()));
    },
  };
}
