import { cpuMsOf } from '../support/process-cpu.ts';
import { percentile } from '../support/statistics.ts';
import type { Load } from './engine-protocol.ts';
import type { HistoryFindings } from './read-histories.ts';
import type { RunningVariant } from './run-variant.ts';

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** One load on one variant. Milliseconds, of all its invites. */
export interface Measured {
  readonly perSecond: number;
  /** From the call of `start` to its result. */
  readonly toResult: Percentiles;
  /** From the call of `start` to the POST at the stand-in for Graph. */
  readonly toPost: Percentiles;
  /** From the first notification to the result. */
  readonly fromNotification: Percentiles;
  /** CPU time for one invite; null where the platform does not tell. */
  readonly workerCpuMs: number;
  readonly callerCpuMs: number;
  readonly serverCpuMs: number | null;
  readonly histories: HistoryFindings;
  /** Why invites did not end as joined, and how many of each reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Enough for averages and a p99, and read in a second. */
const sampledHistories = 100;

export async function measureLoad(variant: RunningVariant, load: Load): Promise<Measured> {
  const before = await cpuOf(variant);
  const driven = await variant.drive(load);
  const after = await cpuOf(variant);
  const count = load.invites.length;
  const histories = await variant.histories(
    driven.invites.slice(-sampledHistories).map(({ inviteId }) => inviteId),
  );
  const { posts, toldAt } = variant;
  const percentilesOf = (since: (inviteId: string, startedAt: number, endedAt: number) => number) =>
    summary(
      driven.invites.map(({ inviteId, startedAt, endedAt }) => since(inviteId, startedAt, endedAt)),
    );
  return {
    perSecond: (driven.invites.length / driven.ms) * 1_000,
    toResult: percentilesOf((_, startedAt, endedAt) => endedAt - startedAt),
    toPost: percentilesOf((id, startedAt) => (posts.get(id) ?? NaN) - startedAt),
    fromNotification: percentilesOf((id, _, endedAt) => endedAt - (toldAt.get(id) ?? NaN)),
    workerCpuMs: (after.worker - before.worker) / count,
    callerCpuMs: (after.caller - before.caller) / count,
    serverCpuMs:
      before.server === null || after.server === null
        ? null
        : (after.server - before.server) / count,
    ...{ histories, failures: driven.failures },
  };
}

async function cpuOf({ workerUsage, callerUsage, serverPid }: RunningVariant) {
  const [worker, caller] = await Promise.all([workerUsage(), callerUsage()]);
  return { worker: worker.cpuMs, caller: caller.cpuMs, server: cpuMsOf(serverPid) };
}

function summary(values: readonly number[]): Percentiles {
  return {
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    p99: percentile(values, 0.99),
  };
}
