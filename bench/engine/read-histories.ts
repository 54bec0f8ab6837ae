import type { Client } from '@temporalio/client';
import { readHistoryEvents, type HistoryEvent } from '../../runtime/stored-history.ts';
import { countHistory } from '../costs/history-counts.ts';
import { percentile, sum } from '../support/statistics.ts';

/** Of the histories of one load, on average, and how long tasks waited for a worker (milliseconds). */
export interface HistoryFindings {
  readonly events: number;
  readonly workflowTasks: number;
  /** From scheduled to started: first workflow tasks, which come through the ordinary queue; all others; activities. */
  readonly firstTaskP99: number;
  readonly otherTasksP99: number;
  readonly activitiesP99: number;
}

export async function readHistories(
  client: Client,
  workflowIds: readonly string[],
): Promise<HistoryFindings> {
  const histories: (readonly HistoryEvent[])[] = [];
  for (const workflowId of workflowIds) {
    histories.push(await readHistoryEvents(client, { workflowId }));
  }
  const counts = histories.map(countHistory);
  const tasks = histories.map((events) =>
    waits(events, 'workflowTaskScheduledEventAttributes', 'workflowTaskStartedEventAttributes'),
  );
  const activities = histories.flatMap((events) =>
    waits(events, 'activityTaskScheduledEventAttributes', 'activityTaskStartedEventAttributes'),
  );
  const average = (values: readonly number[]) => sum(values) / Math.max(values.length, 1);
  return {
    events: average(counts.map(({ events }) => events)),
    workflowTasks: average(counts.map(({ workflowTasks }) => workflowTasks)),
    firstTaskP99: percentile(
      tasks.flatMap((all) => all.slice(0, 1)),
      0.99,
    ),
    otherTasksP99: percentile(
      tasks.flatMap((all) => all.slice(1)),
      0.99,
    ),
    activitiesP99: percentile(activities, 0.99),
  };
}

/** From each scheduled task to its start, in their order; milliseconds. */
export function waits(
  events: readonly HistoryEvent[],
  scheduled: 'workflowTaskScheduledEventAttributes' | 'activityTaskScheduledEventAttributes',
  started: 'workflowTaskStartedEventAttributes' | 'activityTaskStartedEventAttributes',
): number[] {
  const scheduledAt = new Map(
    events.flatMap((event) =>
      event[scheduled] == null ? [] : [[String(event.eventId), timeOf(event)] as const],
    ),
  );
  return events.flatMap((event) => {
    const at = scheduledAt.get(String(event[started]?.scheduledEventId));
    return at === undefined ? [] : [timeOf(event) - at];
  });
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1e6;
}
