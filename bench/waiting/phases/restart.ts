import type { PlannedCall } from '../plan-calls.ts';
import type { Round } from '../round.ts';
import type { WaitingWorker } from '../waiting-worker.ts';
import type { WorkerUsage } from '../worker-protocol.ts';
import { serve, type Served } from './serve.ts';

export interface Restarted extends Served {
  /** Milliseconds from the kill until a new worker polls. */
  readonly readyMs: number;
  /** Milliseconds from the kill until the last had joined. */
  readonly allMs: number;
  /** When all have joined and nothing waits any more. */
  readonly after: WorkerUsage;
}

/** The only worker dies, a new one with nothing in memory takes its place, and everyone answers at once. */
export async function restart(
  round: Round,
  worker: WaitingWorker,
  calls: readonly PlannedCall[],
): Promise<Restarted> {
  const killedAt = performance.now();
  await worker.kill();
  const next = await round.startWorker();
  const readyMs = performance.now() - killedAt;
  const served = await serve(round, next, { what: 'joined after the restart', calls });
  const allMs = performance.now() - killedAt;
  return { ...served, readyMs, allMs, after: await next.usage() };
}
