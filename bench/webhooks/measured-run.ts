import { watchBusy, type Busy } from './busy.ts';
import type { ClosedLoop, ClosedLoopLoad, ClosedLoopResult } from './closed-loop.ts';
import type { ServerUnderLoad } from './server-under-load.ts';

export interface MeasuredRun extends ClosedLoopResult {
  readonly busy: Busy;
}

/** One run of a closed loop, with what it cost. */
export async function measuredRun(
  server: ServerUnderLoad,
  loop: ClosedLoop,
  load: ClosedLoopLoad,
): Promise<MeasuredRun> {
  const busySince = await watchBusy(server);
  const result = await loop.run(load);
  return { ...result, busy: await busySince(result.cpuShare) };
}

/** Answers of one status, a second. */
export function rateOf({ statuses, seconds }: ClosedLoopResult, status: string): number {
  return (statuses[status] ?? 0) / seconds;
}
