import type { HistoryEvent } from '../../runtime/stored-history.ts';

/** What stands in the history of a run. */
export interface HistoryCounts {
  readonly events: number;
  /** Completed ones: what a worker was woken for. */
  readonly workflowTasks: number;
  /** 1 for the first run of a workflow; 0 for one that continues another, or that is a child. */
  readonly starts: number;
  readonly continuations: number;
  readonly activities: number;
  /** With every retry of those that ended; one that was still to end when the run did counts once. */
  readonly activityAttempts: number;
  readonly timers: number;
  /** Those of clients; one of a workflow counts where it was sent. */
  readonly signals: number;
  readonly upserts: number;
  readonly markers: number;
  /** Workflow tasks that recorded any marker. */
  readonly markingTasks: number;
  readonly children: number;
  readonly signalsSent: number;
  readonly updates: number;
}

/**
 * Counts the events of one run. Queries, rejected updates and heartbeats leave no event, and a signalWithStart looks like a
 * start and a signal: where they are used, a history does not say all.
 */
export function countHistory(events: readonly HistoryEvent[]): HistoryCounts {
  const activities = countOf(events, 'activityTaskScheduledEventAttributes');
  return {
    events: events.length,
    workflowTasks: countOf(events, 'workflowTaskCompletedEventAttributes'),
    starts: events.filter(isFirstStart).length,
    continuations: countOf(events, 'workflowExecutionContinuedAsNewEventAttributes'),
    activities,
    activityAttempts: activities + retriesOf(events),
    timers: countOf(events, 'timerStartedEventAttributes'),
    signals: events.filter(isSignalOfClient).length,
    upserts: countOf(events, 'upsertWorkflowSearchAttributesEventAttributes'),
    markers: countOf(events, 'markerRecordedEventAttributes'),
    markingTasks: markingTasks(events),
    children: countOf(events, 'startChildWorkflowExecutionInitiatedEventAttributes'),
    signalsSent: countOf(events, 'signalExternalWorkflowExecutionInitiatedEventAttributes'),
    updates: countOf(events, 'workflowExecutionUpdateAcceptedEventAttributes'),
  };
}

/** Whether all signals were stored before a worker looked at any of them. */
export function signalsCameTogether(events: readonly HistoryEvent[]): boolean {
  const isSignal = (event: HistoryEvent) => event.workflowExecutionSignaledEventAttributes != null;
  const between = events.slice(events.findIndex(isSignal), events.findLastIndex(isSignal));
  return countOf(between, 'workflowTaskStartedEventAttributes') === 0;
}

function countOf(events: readonly HistoryEvent[], attributes: keyof HistoryEvent): number {
  return events.filter((event) => event[attributes] != null).length;
}

function isFirstStart({ workflowExecutionStartedEventAttributes: started }: HistoryEvent): boolean {
  return (
    started != null && !started.continuedExecutionRunId && started.parentWorkflowExecution == null
  );
}

function isSignalOfClient({ workflowExecutionSignaledEventAttributes: signal }: HistoryEvent) {
  return signal != null && signal.externalWorkflowExecution == null;
}

/** The server writes one event for all attempts, when the last of them has ended: it says which one that was. */
function retriesOf(events: readonly HistoryEvent[]): number {
  return events.reduce(
    (retries, { activityTaskStartedEventAttributes: started }) =>
      retries + Math.max((started?.attempt ?? 1) - 1, 0),
    0,
  );
}

function markingTasks(events: readonly HistoryEvent[]): number {
  const tasks = events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker == null ? [] : [String(marker.workflowTaskCompletedEventId)],
  );
  return new Set(tasks).size;
}
