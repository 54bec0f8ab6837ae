import { setTimeout as pause } from 'node:timers/promises';
import { watchCpu, type CpuUse } from '../cpu-use.ts';
import type { PlannedInvite } from '../plan-calls.ts';
import { deadlineFor, type Round } from '../round.ts';
import { awaitPosts, awaitWaiting, startInvites } from '../start-invites.ts';
import type { WaitingWorker } from '../waiting-worker.ts';
import type { WorkerUsage } from '../worker-protocol.ts';

export interface Waited {
  readonly count: number;
  /** Before the first invite. */
  readonly empty: WorkerUsage;
  readonly atRest: WorkerUsage;
  /** From the first start until Graph had all of them. */
  readonly cpu: CpuUse;
  /** A sentence for each invite that did not wait. */
  readonly missing: readonly string[];
}

/** After which a worker without work has collected what it would soon collect. */
const restMs = 3_000;

/** All invites are started, posted and registered; then nothing happens. */
export async function wait(
  { site, log }: Round,
  worker: WaitingWorker,
  invites: readonly PlannedInvite[],
): Promise<Waited> {
  const empty = await worker.usage();
  const deadline = deadlineFor(invites.length);
  const cpu = watchCpu({ worker: worker.pid, server: site.serverPid });
  const started = startInvites(site, invites, deadline, log);
  const [missing] = await Promise.all([awaitPosts(site, invites, deadline, log), started]);
  const { seconds } = cpu();
  await pause(restMs);
  // With what was left to do for the last ones, and no more: an idle worker only polls.
  const used = { ...cpu(), seconds };
  const busy = await awaitWaiting(site, invites, deadline, log);
  return {
    ...{ count: invites.length, empty, atRest: await worker.usage(), cpu: used },
    missing: [...missing, ...busy],
  };
}
