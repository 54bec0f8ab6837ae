import { awaitResults, type Results } from '../await-results.ts';
import { watchCpu, type CpuUse } from '../cpu-use.ts';
import { invitesOf, type PlannedCall } from '../plan-calls.ts';
import { deadlineFor, type Round } from '../round.ts';
import { serveCalls } from '../serve-calls.ts';
import type { WaitingWorker } from '../waiting-worker.ts';
import { showProgress } from '../../support/progress.ts';

export interface Served {
  readonly count: number;
  readonly cpu: CpuUse;
  readonly lost: Results['lost'];
  /** Milliseconds from the first notification until each had joined. */
  readonly joinedMs: readonly number[];
}

/** Everyone answers, and the invites go on to their end. */
export async function serve(
  { site, random, log }: Round,
  worker: WaitingWorker,
  { what, calls }: { readonly what: string; readonly calls: readonly PlannedCall[] },
): Promise<Served> {
  const invites = invitesOf(calls);
  const deadline = deadlineFor(invites.length);
  const cpu = watchCpu({ worker: worker.pid, server: site.serverPid });
  const begun = performance.now();
  const progress = showProgress(log, what, invites.length);
  const [results] = await Promise.all([
    awaitResults(site, invites, deadline, progress),
    serveCalls(site, { calls, random, deadline }),
  ]);
  progress.end();
  const joinedMs = [...results.joinedAt.values()].map((at) => at - begun);
  return { count: invites.length, cpu: cpu(), lost: results.lost, joinedMs };
}
