import type { HistoryEvent } from '../support/histories.ts';
import type { Struck } from './nemesis.ts';

/** One workflow task; times in milliseconds since the epoch. */
export interface Task {
  readonly scheduledAt: number;
  readonly completedAt: number;
  /** Of the worker that ended it: `pid@host`. */
  readonly worker: string;
}

/** What the workers did for one invite. */
export interface Timeline {
  readonly inviteId: string;
  readonly tasks: readonly Task[];
}

/** How long the invites that a killed worker had in its hands took to go on elsewhere. */
export interface Recovery {
  readonly kind: string;
  readonly process: string;
  /** Invites that had something to do. */
  readonly invites: number;
  /** From the kill, or from when there was something to do, until it was done; null where nothing was to be done. */
  readonly slowestMs: number | null;
  /** What docs/reliability.md promises where nothing else is struck meanwhile. */
  readonly promisedMs: number;
}

const promisedMs = { workerKilled: 12_000, temporalKilled: 30_000 };

/** A task that nobody took in time is scheduled again: it counts from the first time. */
export function timelineOf(inviteId: string, events: readonly HistoryEvent[]): Timeline {
  const tasks: Task[] = [];
  let scheduledAt: number | undefined;
  for (const event of events) {
    if (event.workflowTaskScheduledEventAttributes) scheduledAt ??= timeOf(event);
    const { workflowTaskCompletedEventAttributes: done } = event;
    if (!done) continue;
    const completedAt = timeOf(event);
    tasks.push({
      scheduledAt: scheduledAt ?? completedAt,
      completedAt,
      worker: done.identity ?? '',
    });
    scheduledAt = undefined;
  }
  return { inviteId, tasks };
}

/**
 * After the kill of a worker: its invites are those whose last task it had done, and which were not over. A task that no
 * worker takes is given to another one after the time-out of the sticky queue (docs/temporal-facts.md). After the kill of the
 * server: everyone.
 */
export function recoveriesOf(
  struck: readonly Struck[],
  timelines: readonly Timeline[],
): readonly Recovery[] {
  return struck.flatMap(({ strike, from, pid }) => {
    const { kind } = strike;
    if (kind !== 'workerKilled' && kind !== 'temporalKilled') return [];
    const isHeld = (task: Task) => kind === 'temporalKilled' || task.worker.startsWith(`${pid}@`);
    const tookMs = timelines.flatMap(({ tasks }) => recovery(tasks, from, isHeld));
    return {
      ...{ kind, process: strike.process, invites: tookMs.length, promisedMs: promisedMs[kind] },
      slowestMs: tookMs.length === 0 ? null : Math.max(...tookMs),
    };
  });
}

/** Nothing when the invite was over by then, or another worker's. */
function recovery(
  tasks: readonly Task[],
  from: number,
  isHeld: (task: Task) => boolean,
): readonly number[] {
  const index = tasks.findIndex(({ completedAt }) => completedAt > from);
  const [last, next] = [tasks[index - 1], tasks[index]];
  if (!last || !next || !isHeld(last)) return [];
  return [next.completedAt - Math.max(from, next.scheduledAt)];
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1e6;
}
