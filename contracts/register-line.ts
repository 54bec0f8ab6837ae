import { inviteWorkflowId } from './ids.ts';
import type { Registration } from './types.ts';

/** One registration as Markdown for the Temporal UI: a link to the invite, what it waits for, until when. */
export function registerLine({ inviteId, role, expiresAt }: Registration): string {
  const workflowId = inviteWorkflowId(inviteId);
  const link = `[${workflowId}](/namespaces/{namespace}/workflows/${encodeURIComponent(workflowId)})`;
  const what = role === 'target' ? 'for people to appear here' : 'for this call to end';
  return `${link} waits ${what}, until ${expiresAt.slice(0, 19).replace('T', ' ')} UTC at the latest`;
}
