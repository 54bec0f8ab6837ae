/** From Temporal's events to ours. Only decoding can fail here: a key that this process lacks. */
import { isUnreadable } from '../../contracts/guards.ts';
import { graphInviteOutcome } from '../../contracts/search-attributes.ts';
import type { HistoryEvent, StoredPayload } from '../../runtime/stored-history.ts';
import type { InviteEvent, InviteEventContent, TaskFailure, Timeout } from './invite-event.ts';

type Failure = NonNullable<
  NonNullable<HistoryEvent['workflowExecutionFailedEventAttributes']>['failure']
>;

/** Values of payloads, in their order, by the data converter of whoever reads. */
export type DecodePayloads = (payloads: readonly StoredPayload[]) => Promise<readonly unknown[]>;

export async function decodeEvents(
  events: readonly HistoryEvent[],
  decode: DecodePayloads,
): Promise<InviteEvent[]> {
  const decoded: InviteEvent[] = [];
  for (const event of events) {
    const content =
      (await contentWithPayloads(event, decode)) ?? contentOfTask(event) ?? contentWithout(event);
    if (content) {
      decoded.push({ eventId: Number(event.eventId), at: millisOf(event.eventTime), ...content });
    }
  }
  return decoded;
}

async function contentWithPayloads(
  event: HistoryEvent,
  decode: DecodePayloads,
): Promise<InviteEventContent | undefined> {
  return (
    (await contentOfInvite(event, decode)) ??
    (await contentOfActivity(event, decode)) ??
    (await contentOfTimer(event, decode))
  );
}

async function contentOfInvite(
  event: HistoryEvent,
  decode: DecodePayloads,
): Promise<InviteEventContent | undefined> {
  const {
    workflowExecutionStartedEventAttributes: started,
    workflowExecutionSignaledEventAttributes: signaled,
    workflowExecutionCompletedEventAttributes: completed,
    workflowExecutionFailedEventAttributes: failed,
  } = event;
  if (started) {
    const [request, carried] = await decode(started.input?.payloads ?? []);
    return {
      kind: 'started',
      workflowType: started.workflowType?.name ?? '',
      taskQueue: started.taskQueue?.name ?? '',
      request,
      carried,
      continued: Boolean(started.continuedExecutionRunId),
    };
  }
  if (signaled) {
    const [fact] = await decode(signaled.input?.payloads ?? []);
    return { kind: 'signaled', signal: signaled.signalName ?? '', fact };
  }
  if (completed) {
    const [result] = await decode(completed.result?.payloads ?? []);
    return { kind: 'completed', result };
  }
  return failed ? { kind: 'failed', ...(await reasonOf(failed.failure, decode)) } : undefined;
}

async function contentOfActivity(
  event: HistoryEvent,
  decode: DecodePayloads,
): Promise<InviteEventContent | undefined> {
  const {
    activityTaskScheduledEventAttributes: scheduled,
    activityTaskCompletedEventAttributes: completed,
    activityTaskFailedEventAttributes: failed,
    activityTaskTimedOutEventAttributes: timedOut,
  } = event;
  if (scheduled) {
    const [input] = await decode(scheduled.input?.payloads ?? []);
    return { kind: 'activityScheduled', activity: scheduled.activityType?.name ?? '', input };
  }
  if (completed) {
    const [result] = await decode(completed.result?.payloads ?? []);
    return { kind: 'activityCompleted', scheduledId: Number(completed.scheduledEventId), result };
  }
  if (failed) {
    const scheduledId = Number(failed.scheduledEventId);
    return { kind: 'activityFailed', scheduledId, ...(await reasonOf(failed.failure, decode)) };
  }
  if (timedOut) {
    const { failure } = timedOut;
    return {
      kind: 'activityTimedOut',
      scheduledId: Number(timedOut.scheduledEventId),
      timeout: timeoutOf(failure?.timeoutFailureInfo?.timeoutType),
      ...(await reasonOf(failure?.cause, decode)),
    };
  }
  return undefined;
}

async function contentOfTimer(
  event: HistoryEvent,
  decode: DecodePayloads,
): Promise<InviteEventContent | undefined> {
  const { timerStartedEventAttributes: timer, userMetadata } = event;
  if (!timer) return undefined;
  const [summary] = await decode(userMetadata?.summary ? [userMetadata.summary] : []);
  return {
    kind: 'timerStarted',
    timerId: timer.timerId ?? '',
    ms: millisOf(timer.startToFireTimeout),
    summary: typeof summary === 'string' ? summary : '',
  };
}

function contentOfTask(event: HistoryEvent): InviteEventContent | undefined {
  if (event.workflowTaskScheduledEventAttributes) return { kind: 'taskScheduled' };
  if (event.workflowTaskStartedEventAttributes) return { kind: 'taskStarted' };
  if (event.workflowTaskCompletedEventAttributes) return { kind: 'taskCompleted' };
  const { workflowTaskFailedEventAttributes: failed } = event;
  if (failed) {
    const failureType = failed.failure?.applicationFailureInfo?.type;
    const why = taskFailureOf(failed.cause);
    return { kind: 'taskFailed', why, ...(failureType && { failureType }) };
  }
  const { workflowTaskTimedOutEventAttributes: timedOut } = event;
  return timedOut ? { kind: 'taskTimedOut', timeout: timeoutOf(timedOut.timeoutType) } : undefined;
}

function contentWithout(event: HistoryEvent): InviteEventContent | undefined {
  const {
    activityTaskStartedEventAttributes: started,
    activityTaskCancelRequestedEventAttributes: cancelRequested,
    activityTaskCanceledEventAttributes: canceled,
    timerFiredEventAttributes: fired,
    timerCanceledEventAttributes: stopped,
  } = event;
  if (started) {
    const scheduledId = Number(started.scheduledEventId);
    return { kind: 'activityStarted', scheduledId, attempt: started.attempt ?? 1 };
  }
  if (cancelRequested) {
    const scheduledId = Number(cancelRequested.scheduledEventId);
    return { kind: 'activityCancelRequested', scheduledId };
  }
  if (canceled) {
    return { kind: 'activityCanceled', scheduledId: Number(canceled.scheduledEventId) };
  }
  if (fired) return { kind: 'timerFired', timerId: fired.timerId ?? '' };
  if (stopped) return { kind: 'timerCanceled', timerId: stopped.timerId ?? '' };
  return contentOfOutcome(event) ?? contentOfEnd(event);
}

/** Search attributes are never encrypted: the server reads them. */
function contentOfOutcome(event: HistoryEvent): InviteEventContent | undefined {
  const upsert = event.upsertWorkflowSearchAttributesEventAttributes;
  const payload = upsert?.searchAttributes?.indexedFields?.[graphInviteOutcome.name];
  if (!payload?.data) return undefined;
  const outcome = fromJson(Buffer.from(payload.data).toString('utf8'));
  return typeof outcome === 'string' ? { kind: 'outcomeRecorded', outcome } : undefined;
}

function contentOfEnd(event: HistoryEvent): InviteEventContent | undefined {
  if (event.workflowExecutionCancelRequestedEventAttributes) return { kind: 'cancelRequested' };
  if (event.workflowExecutionCanceledEventAttributes) return { kind: 'canceled' };
  if (event.workflowExecutionTerminatedEventAttributes) return { kind: 'terminated' };
  if (event.workflowExecutionTimedOutEventAttributes) return { kind: 'timedOut' };
  return event.workflowExecutionContinuedAsNewEventAttributes
    ? { kind: 'continuedAsNew' }
    : undefined;
}

/** Type and details only: a message can hold anything. */
async function reasonOf(failure: Failure | null | undefined, decode: DecodePayloads) {
  const info = failure?.applicationFailureInfo;
  const [details] = await decode(info?.details?.payloads ?? []);
  return { failureType: info?.type ?? '', details: isUnreadable(details) ? undefined : details };
}

/** temporal.api.enums.v1.TimeoutType. */
function timeoutOf(type: number | null | undefined): Timeout {
  switch (type) {
    case 1:
      return 'startToClose';
    case 2:
      return 'scheduleToStart';
    case 3:
      return 'scheduleToClose';
    default:
      return 'other';
  }
}

/** temporal.api.enums.v1.WorkflowTaskFailedCause. */
function taskFailureOf(cause: number | null | undefined): TaskFailure {
  if (cause === 24) return 'nondeterminism';
  if (cause === 20) return 'reset';
  // A signal came while the task was under way; a sticky queue was given up; the server failed over.
  return cause === 1 || cause === 13 || cause === 18 ? 'normal' : 'code';
}

interface Time {
  readonly seconds?: { toString(): string } | number | null;
  readonly nanos?: number | null;
}

function millisOf(time: Time | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
