import type { InviteRun, ProcessEvidence, Violation } from './evidence.ts';
import { violation, type InviteView } from './invite-view.ts';

/**
 * I5, nothing rots inside an invite: no workflow task failed, and a run that completed had ended each of its timers
 * itself. A task that timed out is a killed or paused worker, and no fault. The timers of a run that failed, was canceled
 * or was continued end with it on the server.
 */
export function nothingRots(view: InviteView, paused = false): readonly Violation[] {
  const problems = view.runs.flatMap((run) => [...failedTasks(run, paused), ...leftTimers(run)]);
  return problems.map((what) => violation('I5', view, what));
}

/** I5, the processes: each stopped by SIGTERM exits 0, none ends unasked, and none tells of an unhandled error. */
export function processesEndWell(processes: readonly ProcessEvidence[]): readonly Violation[] {
  return processes
    .flatMap((one) => [...exitProblems(one), ...outputProblems(one)])
    .map((what) => ({ invariant: 'I5', what }));
}

/** A signal came while the workflow was closing: the server makes it look again (docs/temporal-facts.md 5). */
const signalWhileClosing = 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';

/**
 * The SDK gives a workflow 5 s of wall clock, which cannot be set, and a pause counts: the task fails when the worker goes
 * on, and the next try is well (measured). Without a pause it is an endless loop of ours.
 */
const stoodStill = /Script execution timed out after \d+ms/;

function failedTasks({ runId, taskFailures }: InviteRun, paused: boolean): string[] {
  return taskFailures
    .filter(({ how, cause }) => how === 'failed' && cause !== signalWhileClosing)
    .filter(({ message }) => !(paused && stoodStill.test(message)))
    .map(
      ({ cause, message, at }) =>
        `a workflow task of run ${runId} failed at ${new Date(at).toISOString()}: ${cause} ${message}`,
    );
}

function leftTimers({ runId, close, pendingTimers }: InviteRun): string[] {
  if (close.kind !== 'completed') return [];
  return pendingTimers.map(
    ({ summary }) => `run ${runId} completed with a timer still running: ${summary}.`,
  );
}

function exitProblems({ name, stoppedBy, exit }: ProcessEvidence): string[] {
  if (stoppedBy === 'SIGKILL' || exit === 0) return [];
  return [
    stoppedBy === null
      ? `${name} ended with ${exit} though nobody had stopped it.`
      : `${name} was stopped by ${stoppedBy} and ended with ${exit}.`,
  ];
}

/** Node's, Temporal's and V8's words for what nobody handled; `UnhandledCommand` is the race above. */
const unhandled =
  /unhandled(?![\s_]*command)|uncaught|non-?determinis(?:m|tic)|out of memory|panicked/i;

function outputProblems({ name, output }: ProcessEvidence): string[] {
  return output
    .split('\n')
    .filter((line) => unhandled.test(line))
    .slice(0, 3)
    .map((line) => `${name} wrote: ${line.slice(0, 300)}`);
}
