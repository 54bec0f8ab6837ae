import type { Client } from '@temporalio/client';
import { inviteWorkflowId } from '../../contracts/ids.ts';

/** What stands in the history of one invite. */
export interface HistoryCounts {
  readonly events: number;
  readonly workflowTasks: number;
  readonly rosterSignals: number;
  /** Size of the whole history as the server stores it; bytes. */
  readonly bytes: number;
}

export async function historyCounts(client: Client, inviteId: string): Promise<HistoryCounts> {
  const handle = client.workflow.getHandle(inviteWorkflowId(inviteId));
  const [{ events }, { historySize }] = await Promise.all([
    handle.fetchHistory(),
    handle.describe(),
  ]);
  const all = events ?? [];
  const rosters = all.filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal?.signalName === 'rosterUpdated',
  );
  return {
    events: all.length,
    workflowTasks: all.filter((one) => one.workflowTaskCompletedEventAttributes != null).length,
    rosterSignals: rosters.length,
    bytes: historySize ?? 0,
  };
}
