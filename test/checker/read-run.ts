import type { InviteRun, RunActivity, RunClose, TaskFailure } from './evidence.ts';
import {
  eventsOfJson,
  firstPayload,
  objectAt,
  textAt,
  type HistoryJsonEvent,
} from './history-json.ts';
import { historyTexts } from './history-texts.ts';

type Events = readonly HistoryJsonEvent[];

/**
 * One run out of its history in JSON form.
 * @throws Error when this is no history
 */
export function readRun(runId: string, history: unknown): InviteRun {
  const events = eventsOfJson(history);
  const closing = events.find(({ name }) => name in closes);
  const canceled = events.find(({ name }) => name === 'workflowExecutionCancelRequested');
  return {
    runId,
    continues: textAt(events[0]?.attributes, 'continuedExecutionRunId') ?? null,
    startedAt: events[0]?.at ?? NaN,
    closedAt: closing?.at ?? null,
    close: closing ? closeOf(closing) : { kind: 'running' },
    signals: signalsIn(events),
    cancelRequested: canceled ? { at: canceled.at, position: canceled.position } : null,
    activities: activitiesIn(events),
    taskFailures: events.flatMap(taskFailure),
    pendingTimers: pendingTimersIn(events),
    texts: historyTexts(events),
  };
}

const closes: Readonly<Record<string, RunClose['kind']>> = {
  workflowExecutionCompleted: 'completed',
  workflowExecutionFailed: 'failed',
  workflowExecutionCanceled: 'canceled',
  workflowExecutionContinuedAsNew: 'continuedAsNew',
  workflowExecutionTerminated: 'terminated',
  workflowExecutionTimedOut: 'timedOut',
};

function closeOf({ name, attributes }: HistoryJsonEvent): RunClose {
  const kind = closes[name] ?? 'running';
  if (kind === 'completed') return { kind, result: firstPayload(attributes['result']) };
  if (kind !== 'failed') return { kind };
  const failure = objectAt(attributes, 'failure');
  const application = objectAt(failure, 'applicationFailureInfo');
  return {
    kind,
    type: textAt(application, 'type') ?? null,
    message: textAt(failure, 'message') ?? '',
    details: firstPayload(application['details']),
  };
}

function signalsIn(events: Events): InviteRun['signals'] {
  return events
    .filter(({ name }) => name === 'workflowExecutionSignaled')
    .map(({ attributes, at, position }) => ({
      name: textAt(attributes, 'signalName') ?? '',
      at,
      position,
      fact: firstPayload(attributes['input']),
    }));
}

const activityEnds: Readonly<Record<string, RunActivity['how']>> = {
  activityTaskCompleted: 'completed',
  activityTaskFailed: 'failed',
  activityTaskTimedOut: 'timedOut',
  activityTaskCanceled: 'canceled',
};

function activitiesIn(events: Events): readonly RunActivity[] {
  return events
    .filter(({ name }) => name === 'activityTaskScheduled')
    .map(({ attributes, at, position }) => {
      const own = events.filter((event) => event.attributes['scheduledEventId'] === `${position}`);
      const end = own.find(({ name }) => name in activityEnds);
      const started = own.find(({ name }) => name === 'activityTaskStarted');
      return {
        name: textAt(attributes, 'activityType', 'name') ?? '',
        callId: textAt(firstPayload(attributes['input']), 'callId') ?? null,
        scheduledAt: at,
        startedAt: started?.at ?? null,
        closedAt: end?.at ?? null,
        attempt: Number(started?.attributes['attempt'] ?? 0),
        how: activityEnds[end?.name ?? ''] ?? 'pending',
        failureType: failureType(end),
        result: firstPayload(end?.attributes['result']),
      };
    });
}

function failureType(end: HistoryJsonEvent | undefined): string | null {
  const failure = end?.attributes['failure'];
  return (
    textAt(failure, 'applicationFailureInfo', 'type') ??
    textAt(failure, 'timeoutFailureInfo', 'timeoutType') ??
    null
  );
}

function taskFailure({ name, attributes, at }: HistoryJsonEvent): TaskFailure[] {
  if (name !== 'workflowTaskFailed' && name !== 'workflowTaskTimedOut') return [];
  return [
    {
      how: name === 'workflowTaskFailed' ? 'failed' : 'timedOut',
      cause: textAt(attributes, 'cause') ?? textAt(attributes, 'timeoutType') ?? 'unknown',
      message: textAt(attributes, 'failure', 'message') ?? '',
      at,
    },
  ];
}

function pendingTimersIn(events: Events): InviteRun['pendingTimers'] {
  const over = new Set(
    events
      .filter(({ name }) => name === 'timerFired' || name === 'timerCanceled')
      .map(({ attributes }) => textAt(attributes, 'timerId')),
  );
  return events
    .filter(({ name, attributes }) => name === 'timerStarted' && !over.has(timerId(attributes)))
    .map(({ whole, at, attributes }) => ({
      summary: summaryOf(whole) ?? `timer ${timerId(attributes) ?? ''}`,
      startedAt: at,
    }));
}

function timerId(attributes: unknown): string | undefined {
  return textAt(attributes, 'timerId');
}

function summaryOf(event: unknown): string | undefined {
  const summary = firstPayload({ payloads: [objectAt(event, 'userMetadata', 'summary')] });
  return typeof summary === 'string' ? summary : undefined;
}
