import { cpus } from 'node:os';
import type { ServerUnderLoad } from './server-under-load.ts';

/** How much the processes of a measurement used, as shares of one core. */
export interface Busy {
  readonly server: number;
  /** This process, which sends at constant rates. */
  readonly generator: number;
  /** The process that keeps connections busy; 0 where there was none. */
  readonly closedLoop: number;
  /** Everything else on the machine: Temporal where there is one, and whatever else it has to do. */
  readonly others: number;
}

/** Starts to look; the answer is about the time from then on. */
export async function watchBusy(
  server: ServerUnderLoad,
): Promise<(closedLoop?: number) => Promise<Busy>> {
  const [serverCpu, machine, own, begun] = [
    (await server.usage()).cpuMs,
    processorTimes(),
    process.cpuUsage(),
    performance.now(),
  ];
  return async (closedLoop = 0) => {
    const passedMs = performance.now() - begun;
    const { user, system } = process.cpuUsage(own);
    const generator = (user + system) / 1000 / passedMs;
    const busyMs = processorTimes() - machine;
    const used = ((await server.usage()).cpuMs - serverCpu) / passedMs;
    const others = Math.max(0, busyMs / passedMs - used - generator - closedLoop);
    return { server: used, generator, closedLoop, others };
  };
}

/** Milliseconds that all cores together were not idle. */
function processorTimes(): number {
  return cpus().reduce(
    (total, { times: { user, nice, sys, irq } }) => total + user + nice + sys + irq,
    0,
  );
}
