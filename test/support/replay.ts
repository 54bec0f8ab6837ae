import type { WorkflowHandle } from '@temporalio/client';
import { Worker, type WorkerOptions } from '@temporalio/worker';

/** Replays runs with this workflow code. What went wrong, one error for each run that does not replay. */
export async function replayErrors(
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>,
  runs: readonly WorkflowHandle[],
  options: Pick<WorkerOptions, 'dataConverter' | 'namespace'> = {},
): Promise<readonly Error[]> {
  async function* histories() {
    for (const run of runs) yield { workflowId: run.workflowId, history: await run.fetchHistory() };
  }
  const errors: Error[] = [];
  for await (const { error } of Worker.runReplayHistories(
    { workflowBundle, ...options },
    histories(),
  )) {
    if (error) errors.push(error);
  }
  return errors;
}
