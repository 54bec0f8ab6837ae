/** From Temporal to plain data: what the histories of an invite and of a call's register say. */
import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { grpcStatus } from '../../client/temporal-call.ts';
import { callWorkflowId, inviteWorkflowId } from '../../contracts/ids.ts';
import { graphInviteOutcome } from '../../contracts/search-attributes.ts';
import type { InviteEvidence, InviteRun, RegisterEvidence } from './evidence.ts';
import { eventsOfJson } from './history-json.ts';
import { historyTexts } from './history-texts.ts';
import { readRun } from './read-run.ts';

type Known = Pick<InviteEvidence, 'inviteId' | 'request' | 'callerSaw'>;

/**
 * Reads an invite over all runs of its chain. A workflow that Temporal does not know gives no runs; every other error of
 * Temporal rejects.
 */
export async function gatherInvite(client: Client, known: Known): Promise<InviteEvidence> {
  const workflowId = inviteWorkflowId(known.inviteId);
  const { inviteId, request, callerSaw } = known;
  const same = { inviteId, request, callerSaw };
  try {
    const run = await client.workflow.getHandle(workflowId).describe();
    return {
      ...same,
      runs: await chainBefore(client, workflowId, run.runId),
      newestRunId: run.runId,
      recordedOutcome: run.typedSearchAttributes.get(graphInviteOutcome) ?? null,
      shown: JSON.stringify({
        workflowId,
        summary: await run.staticSummary(),
        details: await run.staticDetails(),
        memo: run.memo,
        searchAttributes: run.typedSearchAttributes.getAll(),
      }),
    };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return { ...same, runs: [], newestRunId: null, recordedOutcome: null, shown: '' };
  }
}

/** What stands in the newest register of a call; nothing when there was none. */
export async function gatherRegister(client: Client, callId: string): Promise<RegisterEvidence> {
  try {
    const history = await historyJson(client.workflow.getHandle(callWorkflowId(callId)));
    return { callId, texts: historyTexts(eventsOfJson(history)) };
  } catch (error) {
    if (grpcStatus(error) !== grpcNotFound) throw error;
    return { callId, texts: [] };
  }
}

/** A history that is not there; `describe` has an error of its own for that. */
const grpcNotFound = 5;

/** The runs that led to this one, oldest first: each names the one that it continues. */
async function chainBefore(client: Client, workflowId: string, runId: string) {
  const runs: InviteRun[] = [];
  for (let next: string | null = runId; next !== null;) {
    const history = await historyJson(client.workflow.getHandle(workflowId, next));
    const run = readRun(next, history);
    runs.unshift(run);
    next = run.continues;
  }
  return runs;
}

async function historyJson(handle: WorkflowHandle): Promise<unknown> {
  return JSON.parse(historyToJSON(await handle.fetchHistory()));
}
