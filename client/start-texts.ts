import { callWorkflowId, lastSegment } from '../contracts/ids.ts';
import { scenarioOf } from '../contracts/invite.ts';
import type { InviteRequest, InviteScenario } from '../contracts/types.ts';

/** What Temporal's UI shows of an invite from the start: no personal data, at most 400 bytes for a summary. */
export function staticSummary(request: InviteRequest): string {
  return `${verbs[scenarioOf(request.participants)](people(request))} call ${request.callId}`;
}

/** Markdown; `{namespace}` is filled in by the UI. */
export function staticDetails(request: InviteRequest): string {
  const { callId, participants } = request;
  const scenario = scenarioOf(participants);
  const former = participants[0]?.replacesCallId;
  const ended = scenario === 'replace' ? ', and their original call has ended' : '';
  return [
    `Done when Graph's operation has completed and the roster of the call shows everyone${ended}.`,
    '',
    '- How it stands, or ended: *Current Details* (a worker must run), or search attribute `GraphInviteOutcome`',
    `- All invites into this call: [list](${listLink(callId)})`,
    `- Who waits on this call: ${registerLink(callId)}`,
    ...(former == null ? [] : [`- The call they come from: ${registerLink(lastSegment(former))}`]),
    '- To stop it: *Request Cancellation*. *Terminate* leaves it ringing',
  ].join('\n');
}

const verbs: Readonly<Record<InviteScenario, (people: string) => string>> = {
  move: (people) => `Move ${people} from another meeting into`,
  replace: (people) => `Bring ${people} out of their present call into`,
  dialOut: () => 'Dial 1 phone into',
  addSeveral: (people) => `Add ${people} to`,
  add: (people) => `Add ${people} to`,
};

function people({ participants }: InviteRequest): string {
  return participants.length === 1 ? '1 person' : `${participants.length} people`;
}

function registerLink(callId: string): string {
  const workflowId = callWorkflowId(callId);
  return `[${workflowId}](/namespaces/{namespace}/workflows/${encodeURIComponent(workflowId)})`;
}

/** A call id needs no escaping in a query: it is one segment of letters, digits and `._~-`. */
function listLink(callId: string): string {
  const query = `WorkflowType='inviteParticipants' AND GraphCallId='${callId}'`;
  // A quote would begin the title of a Markdown link.
  return `/namespaces/{namespace}/workflows?query=${encodeURIComponent(query).replaceAll("'", '%27')}`;
}
