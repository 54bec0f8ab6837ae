import { cpuMsOf } from '../support/process-cpu.ts';

/** What a stretch of work took; the processor time is null where the system does not tell. */
export interface CpuUse {
  readonly seconds: number;
  readonly workerCpuMs: number | null;
  readonly serverCpuMs: number | null;
}

interface Pids {
  readonly worker: number;
  readonly server: number;
}

/** Begins to watch both processes. */
export function watchCpu({ worker, server }: Pids): () => CpuUse {
  const begun = performance.now();
  const workerBefore = cpuMsOf(worker);
  const serverBefore = cpuMsOf(server);
  return () => ({
    seconds: (performance.now() - begun) / 1000,
    workerCpuMs: since(workerBefore, cpuMsOf(worker)),
    serverCpuMs: since(serverBefore, cpuMsOf(server)),
  });
}

function since(before: number | null, now: number | null): number | null {
  return before === null || now === null ? null : now - before;
}
