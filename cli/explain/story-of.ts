/** From events to a story: pure, and without a wish for their order or completeness. */
import type { InviteEvent } from './invite-event.ts';
import { clean, secondsOf } from './plain-words.ts';
import type { Story, StoryLine, StoryWait } from './story.ts';
import {
  nameOf,
  tellAnswer,
  tellNeedless,
  tellNoAnswer,
  tellScheduled,
  tellTaken,
} from './tell-activity.ts';
import { tellEnd } from './tell-end.ts';
import { tellSignal } from './tell-signal.ts';
import { tellStart } from './tell-start.ts';
import { longStepMs, tellTask } from './tell-task.ts';
import { newTelling, tell, type Telling } from './telling.ts';

export interface StoryInput {
  readonly inviteId: string;
  readonly events: readonly InviteEvent[];
  /** Temporal has forgotten the first runs. */
  readonly incomplete?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function storyOf({ inviteId, events, incomplete = false, now }: StoryInput): Story {
  const telling = newTelling(inviteId);
  const [first] = events;
  if (incomplete && first) {
    tell(telling, first.at, 'trouble', 'Earlier runs of this invite are no longer kept');
  }
  for (const event of events) tellEvent(telling, event);
  const end = tellEnd(telling);
  const { startedAt, lines } = telling;
  return {
    inviteId,
    ...end,
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(telling.end && { endedAt: iso(telling.end.at) }),
    lines: inOrder(lines, startedAt),
    waiting: end.state === 'running' ? waitsOf(telling, now) : [],
  };
}

function tellEvent(telling: Telling, event: InviteEvent): void {
  switch (event.kind) {
    case 'started':
      tellStart(telling, event);
      return;
    case 'taskScheduled':
    case 'taskStarted':
    case 'taskCompleted':
    case 'taskFailed':
    case 'taskTimedOut':
      tellTask(telling, event);
      return;
    case 'activityScheduled':
      tellScheduled(telling, event);
      return;
    case 'activityStarted':
      tellTaken(telling, event);
      return;
    case 'activityCompleted':
      tellAnswer(telling, event);
      return;
    case 'activityFailed':
    case 'activityTimedOut':
      tellNoAnswer(telling, event);
      return;
    case 'activityCanceled':
      tellNeedless(telling, event);
      return;
    case 'activityCancelRequested':
      return;
    case 'signaled':
      tellSignal(telling, event);
      return;
    case 'cancelRequested':
      tell(telling, event.at, 'came', 'a cancel was asked for');
      return;
    default:
      tellTimeOrEnd(telling, event);
  }
}

type TimeOrEnd = Extract<
  InviteEvent,
  {
    kind:
      | 'timerStarted'
      | 'timerFired'
      | 'timerCanceled'
      | 'outcomeRecorded'
      | 'completed'
      | 'failed'
      | 'canceled'
      | 'terminated'
      | 'timedOut'
      | 'continuedAsNew';
  }
>;

function tellTimeOrEnd(telling: Telling, event: TimeOrEnd): void {
  const { timers } = telling;
  switch (event.kind) {
    case 'timerStarted': {
      const { timerId, summary, ms, at } = event;
      timers.set(timerId, { summary: clean(summary), ms, dueAt: at + ms });
      return;
    }
    case 'timerFired':
      tellDeadline(telling, event.timerId, event.at);
      return;
    case 'timerCanceled':
      timers.delete(event.timerId);
      return;
    case 'outcomeRecorded':
      telling.outcome = event.outcome;
      return;
    case 'continuedAsNew':
      tell(telling, event.at, 'trouble', 'Its history grew long: it goes on in a new run');
      return;
    case 'completed':
    case 'failed':
    case 'canceled':
    case 'terminated':
    case 'timedOut':
      telling.end = event;
  }
}

function tellDeadline(telling: Telling, timerId: string, at: number): void {
  const timer = telling.timers.get(timerId);
  telling.timers.delete(timerId);
  if (!timer) return;
  tell(telling, at, 'deadline', overText(timer.ms, timer.summary));
}

/** The workflow calls a deadline by what has to be true by then, and other timers by what they wait for. */
function overText(ms: number, summary: string): string {
  const awaited = /^deadline: (.+)$/.exec(summary)?.[1];
  return awaited === undefined
    ? `${secondsOf(ms)} are over: ${summary || 'a deadline'}`
    : `Not within ${secondsOf(ms)}: ${awaited}`;
}

function waitsOf(telling: Telling, now: number): StoryWait[] {
  const { activities, timers, taskWaitsSince, taskQueue, troubled } = telling;
  const waits = [...timers.values()].sort((one, other) => one.dueAt - other.dueAt);
  const waitedMs = taskWaitsSince === undefined ? 0 : now - taskWaitsSince;
  return [
    ...(troubled ? [{ text: "a worker with fixed code; the failure is in Temporal's UI" }] : []),
    ...(!troubled && waitedMs >= longStepMs
      ? [
          {
            text: `a worker on task queue ${taskQueue}, for ${secondsOf(waitedMs)}: is one running?`,
          },
        ]
      : []),
    ...[...activities.values()].map((pending) => ({ text: nameOf(pending) })),
    ...waits.map(({ summary, dueAt }) => ({
      text: summary === '' ? 'a deadline' : summary,
      until: iso(dueAt),
    })),
  ];
}

/** What was inferred has a time of its own, and a worker's taking stands in a history only after its work. */
function inOrder(lines: Telling['lines'], startedAt: number | undefined): StoryLine[] {
  const sorted = [...lines].sort((one, other) => one.at - other.at);
  const start = startedAt ?? sorted[0]?.at ?? 0;
  return sorted.map(({ at, kind, text }) => ({
    at: iso(at),
    sinceStartMs: at - start,
    kind,
    text,
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
