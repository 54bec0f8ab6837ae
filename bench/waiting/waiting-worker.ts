import type { BuiltCopy } from '../support/built-copy.ts';
import { startChild } from '../support/child.ts';
import {
  StartedSchema,
  UsageSchema,
  type WorkerSettings,
  type WorkerUsage,
} from './worker-protocol.ts';

export interface WaitingWorker {
  readonly pid: number;
  usage(): Promise<WorkerUsage>;
  /** As the kernel does when memory runs out: no farewell. Resolves when it is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export const workerProcess = 'bench/waiting/worker-process.ts';

/** Resolves when the worker polls. */
export async function startWaitingWorker(
  copy: BuiltCopy,
  settings: WorkerSettings,
): Promise<WaitingWorker> {
  const child = startChild(copy.fileOf(workerProcess));
  try {
    const { pid } = StartedSchema.parse(await child.ask({ kind: 'start', settings }));
    return {
      pid,
      usage: async () => UsageSchema.parse(await child.ask({ kind: 'usage' })),
      kill: async () => {
        process.kill(pid, 'SIGKILL');
        await child.stop();
      },
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
