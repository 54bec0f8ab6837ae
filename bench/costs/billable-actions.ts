import type { HistoryCounts } from './history-counts.ts';

type Billed = Exclude<keyof HistoryCounts, 'events' | 'workflowTasks' | 'activities' | 'markers'>;

/**
 * What Temporal Cloud bills (docs/temporal-facts.md 4; the list is Temporal's own and may change): each start, continue-as-new,
 * attempt of an activity, timer, signal, upsert of search attributes and accepted update is one action, all markers of one
 * workflow task are one together, and a child is two. A start that attached to a run that was there leaves no event and costs
 * nothing. Nothing else of a history does: workflow tasks, search attributes at the start, summaries, details, cancel
 * requests, the end of a timer or its cancellation.
 */
export function billableActions(counts: Pick<HistoryCounts, Billed>): number {
  const { starts, continuations, activityAttempts, timers, signals } = counts;
  const { signalsSent, upserts, updates, markingTasks, children } = counts;
  return (
    starts +
    continuations +
    activityAttempts +
    timers +
    signals +
    signalsSent +
    upserts +
    updates +
    markingTasks +
    2 * children
  );
}
