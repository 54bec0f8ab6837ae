import { callWorkflowId, lastSegment } from '../contracts/ids.ts';
import { scenarioOf } from '../contracts/invite.ts';
import type { InviteRequest, InviteScenario } from '../contracts/types.ts';

/** What Temporal's UI shows of an invite from the start: no personal data, at most 400 bytes for a summary. */
export function staticSummary(request: InviteRequest): string {
  return `${verbs[scenarioOf(request.participants)]} ${people(request)} to call ${request.callId}`;
}

/** Markdown; `{namespace}` is filled in by the UI. */
export function staticDetails(request: InviteRequest): string {
  const replaced = request.participants[0]?.replacesCallId;
  return [
    `Invites ${people(request)} into call \`${request.callId}\` through Microsoft Graph: one POST, then`,
    'the facts from the notifications (`operationCompleted`, `rosterUpdated`, …), each wait with a deadline.',
    '',
    `- Who else waits on this call: ${registerLink(request.callId)}`,
    ...(replaced == null
      ? []
      : [`- The call they come from: ${registerLink(lastSegment(replaced))}`]),
    '- Where it stands: query `inviteStatus`, and the current details below.',
    '- How it ended: search attribute `GraphInviteOutcome`, and the result or failure.',
  ].join('\n');
}

const verbs: Readonly<Record<InviteScenario, string>> = {
  move: 'move',
  replace: 'bring (replacing their call)',
  dialOut: 'dial',
  addSeveral: 'add',
  add: 'add',
};

function people({ participants }: InviteRequest): string {
  return participants.length === 1 ? '1 person' : `${participants.length} people`;
}

function registerLink(callId: string): string {
  const workflowId = callWorkflowId(callId);
  return `[${workflowId}](/namespaces/{namespace}/workflows/${encodeURIComponent(workflowId)})`;
}
