/** Whether workers get on with the invite. A failing workflow task loses nothing: it waits for a worker that can. */
import type { InviteEventOf } from './invite-event.ts';
import { clean, secondsOf } from './plain-words.ts';
import { tell, type Telling } from './telling.ts';

/** A step that waits longer than this for a worker is worth a word. Milliseconds. */
export const longStepMs = 2_000;

type TaskEvent = InviteEventOf<
  'taskScheduled' | 'taskStarted' | 'taskCompleted' | 'taskFailed' | 'taskTimedOut'
>;

export function tellTask(telling: Telling, event: TaskEvent): void {
  switch (event.kind) {
    case 'taskScheduled':
      telling.taskWaitsSince = event.at;
      return;
    case 'taskStarted':
      tellLongWait(telling, event.at);
      return;
    case 'taskCompleted':
      if (telling.troubled) tell(telling, event.at, 'trouble', 'A worker goes on with it');
      telling.troubled = false;
      return;
    case 'taskFailed':
      tellFailedTask(telling, event);
      return;
    case 'taskTimedOut':
      telling.taskWaitsSince = undefined;
      tell(telling, event.at, 'trouble', lostTask(event));
  }
}

function tellLongWait(telling: Telling, at: number): void {
  const { taskWaitsSince } = telling;
  telling.taskWaitsSince = undefined;
  if (taskWaitsSince === undefined || at - taskWaitsSince < longStepMs) return;
  const text = `No worker took the next step for ${secondsOf(at - taskWaitsSince)}`;
  tell(telling, at, 'trouble', text);
}

function tellFailedTask(telling: Telling, event: InviteEventOf<'taskFailed'>): void {
  const { why, failureType = '', at } = event;
  telling.taskWaitsSince = undefined;
  if (why === 'normal') return;
  if (why === 'reset') {
    tell(telling, at, 'trouble', 'Somebody reset the run: it goes on from here');
    return;
  }
  // A task that fails again and again is one trouble.
  if (telling.troubled) return;
  telling.troubled = true;
  const what =
    why === 'nondeterminism'
      ? "the worker's code does not fit this history (nondeterminism)"
      : `an error in the worker's code (${clean(failureType, 60) || 'of no type'})`;
  tell(telling, at, 'trouble', `A workflow task failed: ${what}; the invite waits and is not lost`);
}

function lostTask({ timeout }: InviteEventOf<'taskTimedOut'>): string {
  return timeout === 'startToClose'
    ? 'A worker took the next step and did not finish it in time: lost, or stuck'
    : 'The worker that held this invite did not take the next step: it is offered to all workers';
}
