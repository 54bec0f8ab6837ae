import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { isUnreadable } from '../contracts/guards.ts';
import { inviteWorkflowId } from '../contracts/ids.ts';
import { scenarioOf } from '../contracts/invite.ts';
import { inviteWorkflowType } from '../contracts/messages.ts';
import { graphCallId, graphInviteScenario, graphTenantId } from '../contracts/search-attributes.ts';
import type { InviteRequest } from '../contracts/types.ts';
import type { AbortOptions } from './abortable.ts';
import { InviteConflictError, InviteUnreadableError } from './errors.ts';
import {
  checkStartRequest,
  type CheckedStart,
  type StartInviteRequest,
} from './check-start-request.ts';
import { staticDetails, staticSummary } from './start-texts.ts';
import { differingMembers } from './stored-form.ts';
import { readStoredStart } from './stored-request.ts';
import { temporalCall } from './temporal-call.ts';
import { withStartSpan } from './tracing.ts';

interface Start {
  readonly client: Client;
  readonly taskQueue: string;
  readonly eagerStart: boolean;
  readonly timeoutMs: number;
}

interface Started {
  readonly inviteId: string;
  readonly runId?: string;
}

/** Starts the invite, or attaches to the one that was started before with the same id and an equal request. */
export async function startInvite(
  start: Start,
  value: StartInviteRequest,
  options: AbortOptions,
): Promise<Started> {
  const checked = checkStartRequest(value);
  const { callId, participants } = checked.request;
  const span = { inviteId: checked.inviteId, callId, scenario: scenarioOf(participants) };
  return await withStartSpan(span, () => startOrAttach(start, checked, options));
}

async function startOrAttach(
  start: Start,
  { inviteId, request }: CheckedStart,
  { signal }: AbortOptions,
): Promise<Started> {
  const call = { ...start, doing: 'start the invite', inviteId, signal };
  try {
    const handle = await temporalCall(call, () =>
      start.client.workflow.start(inviteWorkflowType, {
        ...startOptions(inviteId, request),
        requestEagerStart: start.eagerStart,
        taskQueue: start.taskQueue,
      }),
    );
    return { inviteId, runId: handle.firstExecutionRunId };
  } catch (cause) {
    if (!(cause instanceof WorkflowExecutionAlreadyStartedError)) throw cause;
    const stored = await temporalCall(call, () => readStoredStart(start.client, inviteId));
    if (isUnreadable(stored.request)) throw new InviteUnreadableError(inviteId, { cause });
    const differing =
      stored.workflowType === inviteWorkflowType
        ? differingMembers(stored.request, request)
        : ['workflow type'];
    if (differing.length > 0) throw new InviteConflictError(inviteId, differing, { cause });
    return { inviteId };
  }
}

function startOptions(inviteId: string, request: InviteRequest) {
  const scenario = scenarioOf(request.participants);
  const { callId, tenantId } = request;
  return {
    args: [request],
    workflowId: inviteWorkflowId(inviteId),
    // An invite id is single-use: a second run could ring the person a second time.
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    workflowIdConflictPolicy: 'FAIL' as const,
    staticSummary: staticSummary(request),
    staticDetails: staticDetails(request),
    typedSearchAttributes: [
      { key: graphCallId, value: callId },
      { key: graphInviteScenario, value: scenario },
      ...(tenantId != null ? [{ key: graphTenantId, value: tenantId }] : []),
    ],
  };
}
