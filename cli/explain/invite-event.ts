/** What of a history the story of an invite is told from: plain values, payloads decoded. */

export type Timeout = 'startToClose' | 'scheduleToStart' | 'scheduleToClose' | 'other';

/** Why a workflow task failed. `normal`: the server asks a worker to do it over, which is no fault of anybody. */
export type TaskFailure = 'code' | 'nondeterminism' | 'reset' | 'normal';

export interface InviteEventOrigin {
  /** Of the event in its run; a run that continues another counts from 1 again. */
  readonly eventId: number;
  /** Milliseconds since the epoch, of the server's clock. */
  readonly at: number;
}

export type InviteEvent = InviteEventOrigin & InviteEventContent;

export type InviteEventContent =
  | {
      readonly kind: 'started';
      readonly workflowType: string;
      readonly taskQueue: string;
      readonly request: unknown;
      /** What an earlier run knew. */
      readonly carried: unknown;
      readonly continued: boolean;
    }
  | { readonly kind: 'taskScheduled' }
  | { readonly kind: 'taskStarted' }
  | { readonly kind: 'taskCompleted' }
  | { readonly kind: 'taskFailed'; readonly why: TaskFailure; readonly failureType?: string }
  | { readonly kind: 'taskTimedOut'; readonly timeout: Timeout }
  | { readonly kind: 'activityScheduled'; readonly activity: string; readonly input: unknown }
  | { readonly kind: 'activityStarted'; readonly scheduledId: number; readonly attempt: number }
  | { readonly kind: 'activityCompleted'; readonly scheduledId: number; readonly result: unknown }
  | {
      readonly kind: 'activityFailed';
      readonly scheduledId: number;
      readonly failureType: string;
      readonly details: unknown;
    }
  | {
      readonly kind: 'activityTimedOut';
      readonly scheduledId: number;
      readonly timeout: Timeout;
      /** Of the last attempt, where there was one. */
      readonly failureType: string;
      readonly details: unknown;
    }
  | { readonly kind: 'activityCancelRequested'; readonly scheduledId: number }
  | { readonly kind: 'activityCanceled'; readonly scheduledId: number }
  | {
      readonly kind: 'timerStarted';
      readonly timerId: string;
      readonly ms: number;
      /** As the workflow calls it; empty when that cannot be read. */
      readonly summary: string;
    }
  | { readonly kind: 'timerFired'; readonly timerId: string }
  | { readonly kind: 'timerCanceled'; readonly timerId: string }
  | { readonly kind: 'signaled'; readonly signal: string; readonly fact: unknown }
  | { readonly kind: 'cancelRequested' }
  | { readonly kind: 'outcomeRecorded'; readonly outcome: string }
  | { readonly kind: 'completed'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly failureType: string; readonly details: unknown }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'terminated' }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'continuedAsNew' };

export type InviteEventOf<K extends InviteEventContent['kind']> = InviteEventOrigin &
  Extract<InviteEventContent, { readonly kind: K }>;
