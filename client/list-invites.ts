import type {
  Client,
  WorkflowExecutionInfo,
  WorkflowExecutionStatusName,
} from '@temporalio/client';
import { parseInviteWorkflowId } from '../contracts/ids.ts';
import { inviteWorkflowType } from '../contracts/messages.ts';
import {
  graphCallId,
  graphInviteOutcome,
  graphInviteScenario,
} from '../contracts/search-attributes.ts';
import type { AbortOptions } from './abortable.ts';
import { temporalCall } from './temporal-call.ts';

export interface ListOptions extends AbortOptions {
  /** A visibility query without ORDER BY, such as `GraphCallId = 'X' AND ExecutionStatus = 'Running'`. */
  readonly query?: string;
  /** Default 50. */
  readonly limit?: number;
}

export interface InviteRow {
  readonly inviteId: string;
  readonly callId: string | undefined;
  readonly scenario: string | undefined;
  /** Undefined while it runs. */
  readonly outcome: string | undefined;
  readonly status: InviteRunStatus;
  /** ISO 8601 in UTC. */
  readonly startTime: string;
  readonly closeTime: string | undefined;
}

export type InviteRunStatus =
  'running' | 'completed' | 'failed' | 'canceled' | 'terminated' | 'timedOut' | 'other';

const statuses: Partial<Record<WorkflowExecutionStatusName, InviteRunStatus>> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'canceled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
};

interface Listing {
  readonly client: Client;
  readonly timeoutMs: number;
}

/** Newest first, from visibility: for people, some milliseconds behind, and rate-limited by the server. */
export function listInvites(
  { client, timeoutMs }: Listing,
  { query, limit = 50, signal }: ListOptions,
): Promise<readonly InviteRow[]> {
  // An invite whose history grew long has several runs; the last one is the invite.
  const ours = `WorkflowType = '${inviteWorkflowType}' AND ExecutionStatus != 'ContinuedAsNew'`;
  return temporalCall({ client, timeoutMs, doing: 'list invites', signal }, async () => {
    const rows: InviteRow[] = [];
    const runs = client.workflow.list({
      query: query === undefined ? ours : `${ours} AND (${query})`,
      pageSize: Math.min(limit, 1000),
    });
    for await (const run of runs) {
      if (rows.length >= limit) break;
      rows.push(...rowOf(run));
    }
    return rows;
  });
}

function rowOf(run: WorkflowExecutionInfo): InviteRow[] {
  const inviteId = parseInviteWorkflowId(run.workflowId);
  if (inviteId === null) return [];
  const attributes = run.typedSearchAttributes;
  return [
    {
      inviteId,
      callId: attributes.get(graphCallId),
      scenario: attributes.get(graphInviteScenario),
      outcome: attributes.get(graphInviteOutcome),
      status: statuses[run.status.name] ?? 'other',
      startTime: run.startTime.toISOString(),
      closeTime: run.closeTime?.toISOString(),
    },
  ];
}
