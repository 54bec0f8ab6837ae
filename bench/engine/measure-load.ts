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
  const { ms, invites, failures } = await variant.drive(load);
  const after = await cpuOf(variant);
  await variant.endRegisters([...new Set(load.invites.map(({ callId }) => callId))]);
  const count = load.invites.length;
  const { posts, toldAt } = variant;
  // One that attached to an earlier run of the same id would be a fast success.
  const joined = invites.filter(
    ({ inviteId, startedAt }) => (posts.get(inviteId) ?? 0) >= startedAt,
  );
  const unposted = invites.length - joined.length;
  const histories = await variant.histories(
    joined.slice(-sampledHistories).map(({ inviteId }) => inviteId),
  );
  const percentilesOf = (since: (inviteId: string, startedAt: number, endedAt: number) => number) =>
    summary(joined.map(({ inviteId, startedAt, endedAt }) => since(inviteId, startedAt, endedAt)));
  return {
    perSecond: (joined.length / ms) * 1_000,
    toResult: percentilesOf((_, startedAt, endedAt) => endedAt - startedAt),
    toPost: percentilesOf((id, startedAt) => (posts.get(id) ?? NaN) - startedAt),
    fromNotification: percentilesOf((id, _, endedAt) => endedAt - (toldAt.get(id) ?? NaN)),
    workerCpuMs: (after.worker - before.worker) / count,
    callerCpuMs: (after.caller - before.caller) / count,
    serverCpuMs:
      before.server === null || after.server === null
        ? null
        : (after.server - before.server) / count,
    histories,
    failures: {
      ...failures,
      ...(unposted > 0 && { 'joined without a POST in this load': unposted }),
    },
  };
}

async function cpuOf({ workerUsage, callerUsage, serverPid }: RunningVariant) {
  const [worker, caller] = await Promise.all([workerUsage(), callerUsage()]);
  return { worker: worker.cpuMs, caller: caller.cpuMs, server: cpuMsOf(serverPid) };
}

function summary(values: readonly number[]): Percentiles {
  // Of no invites there is none, and 0 would be the best of all.
  const share = (part: number) => (values.length === 0 ? NaN : percentile(values, part));
  return {
    p50: share(0.5),
    p95: share(0.95),
    p99: share(0.99),
  };
}
