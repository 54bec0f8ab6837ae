import type { Client } from '@temporalio/client';
import { readHistoryEvents, type HistoryEvent } from '../../runtime/stored-history.ts';
import { billableActions } from './billable-actions.ts';
import { countHistory, type HistoryCounts } from './history-counts.ts';

export interface Cost extends HistoryCounts {
  readonly actions: number;
  /** Of the history, as the server counts them for its limits. */
  readonly bytes: number;
}

/** Of the newest run of a workflow. */
export async function readCost(client: Client, workflowId: string): Promise<Cost> {
  const { historySize = 0 } = await client.workflow.getHandle(workflowId).describe();
  return costOf(await readHistoryEvents(client, { workflowId }), historySize);
}

export function costOf(events: readonly HistoryEvent[], bytes: number): Cost {
  const counts = countHistory(events);
  return { ...counts, actions: billableActions(counts), bytes };
}
