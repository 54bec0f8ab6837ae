import type { FaultProxy } from './fault-proxy.ts';
import type { StackParts } from './stack-parts.ts';
import { lastingPorts } from './stack-ports.ts';
import { stackProcess, type StackProcess } from './stack-process.ts';

export interface StackWorker extends StackProcess {
  readonly toGraph: FaultProxy;
  readonly toTemporal: FaultProxy;
}

/** A worker process, not started yet, with its own links. */
export async function stackWorker(
  parts: StackParts & { readonly taskQueue: string },
): Promise<StackWorker> {
  const { name, openLink, onEnd } = parts;
  const toGraph = await openLink('workerToGraph', name, parts.simulatorPort);
  const toTemporal = await openLink('workerToTemporal', name, parts.temporalPort);
  const [adminPort = 0] = await lastingPorts(1);
  const process = stackProcess({
    name,
    entry: 'worker/main.js',
    adminUrl: `http://127.0.0.1:${adminPort}`,
    env: {
      ...parts.env,
      TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}`,
      INVITE_TASK_QUEUE: parts.taskQueue,
      GRAPH_BASE_URL: `http://127.0.0.1:${toGraph.port}/v1.0`,
      GRAPH_CREDENTIAL: 'staticToken',
      GRAPH_STATIC_TOKEN: 'a-token-for-the-simulator',
      ADMIN_PORT: String(adminPort),
    },
    onEnd,
  });
  return { ...process, toGraph, toTemporal };
}
