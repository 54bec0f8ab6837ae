/** Builders and parsers of every id that other programs rely on. No personal data: Temporal and Microsoft log them. */

const inviteIdPattern = /^[A-Za-z0-9._:-]{1,200}$/;
const inviteWorkflowPrefix = 'invite/';
const callWorkflowPrefix = 'call/';

/** 1 to 200 of `[A-Za-z0-9._:-]`. */
export function isInviteId(value: unknown): value is string {
  return typeof value === 'string' && inviteIdPattern.test(value);
}

export function inviteWorkflowId(inviteId: string): string {
  return `${inviteWorkflowPrefix}${inviteId}`;
}

/** The invite id in a workflow id, or null when the workflow id is none of ours. */
export function parseInviteWorkflowId(workflowId: string): string | null {
  if (!workflowId.startsWith(inviteWorkflowPrefix)) return null;
  const inviteId = workflowId.slice(inviteWorkflowPrefix.length);
  return isInviteId(inviteId) ? inviteId : null;
}

/** Workflow id of the register of one call. */
export function callWorkflowId(callId: string): string {
  return `${callWorkflowPrefix}${normaliseId(callId)}`;
}

/**
 * The form in which ids are compared: Graph writes one id with and without dashes, in upper and in lower case, within a
 * single exchange (docs/protocol.md, quirk 4).
 */
export function normaliseId(id: string): string {
  const bare = id.toLowerCase().replaceAll('-', '');
  // An id of nothing but dashes stays one: an empty id would be refused, and with it the whole fact.
  return bare === '' ? id : bare;
}

export function sameId(one: string, other: string): boolean {
  return normaliseId(one) === normaliseId(other);
}

/** The last segment of a call id that may be written as a path, as `replacesCallId` was published (quirk 5). */
export function lastSegment(idOrPath: string): string {
  return idOrPath.slice(idOrPath.lastIndexOf('/') + 1);
}
