import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { Person } from '../person.ts';
import { pascalCase, type NotificationItem } from './envelope.ts';
import { identitySet } from './identity-set.ts';
import { resourceMembers, rootsOf } from './resource-members.ts';
import { resultInfoBody, type ResultInfo } from './result-info.ts';
import { writtenId } from './written-id.ts';

/** What an ended inviteParticipantsOperation is announced with. */
export type EndedOperation = {
  readonly callId: string;
  readonly operationId: string;
  /** The id and context that oddities announce in place of the true ones. */
  readonly strangeId: string;
  readonly clientContext: string;
  readonly status: 'completed' | 'failed';
  readonly resultInfo: ResultInfo | null;
  readonly people: readonly Person[];
  readonly tenantId: string;
};

/** The notification that an operation is over: changeType `deleted` whether it completed or failed. */
export function operationItem(operation: EndedOperation, oddities: Oddities): NotificationItem {
  const operationId = announcedId(operation, oddities);
  const callId = writtenId(operation.callId, oddities);
  const path = `calls/${callId}/operations/${operationId ?? 'participants'}`;
  // The published example of several has /communications in both members.
  const roots = operation.people.length > 1 ? bothCommunications(oddities) : rootsOf(oddities);
  return {
    changeType: 'deleted',
    paths: resourceMembers(path, oddities, roots),
    resourceData: operationData(operation, operationId, path, oddities),
  };
}

/** An end of another kind of operation that carries our context (quirk 26). */
export function foreignOperationItem(
  operation: EndedOperation,
  oddities: Oddities,
): NotificationItem {
  const path = `calls/${writtenId(operation.callId, oddities)}/operations/${operation.strangeId}`;
  return {
    changeType: 'deleted',
    paths: resourceMembers(path, oddities),
    resourceData: {
      '@odata.type': '#microsoft.graph.sendDtmfTonesOperation',
      id: operation.strangeId,
      clientContext: operation.clientContext,
      status: 'completed',
      completionReason: 'mediaOperationCanceled',
    },
  };
}

function operationData(
  operation: EndedOperation,
  operationId: string | null,
  path: string,
  oddities: Oddities,
): Body {
  const inPathOnly = oddities.has('operationIdInPathOnly');
  const type = oddities.has('commsOperationType')
    ? 'commsOperation'
    : 'inviteParticipantsOperation';
  return {
    '@odata.type': `#microsoft.graph.${type}`,
    ...(inPathOnly || oddities.has('odataIds') ? { '@odata.id': `/app/${path}` } : {}),
    ...(oddities.has('etags') ? { '@odata.etag': 'W/"51"' } : {}),
    ...(oddities.has('operationWithoutParticipants') ? {} : invited(operation, oddities)),
    status: oddities.has('statusPascalCase') ? pascalCase(operation.status) : operation.status,
    clientContext: oddities.has('otherClientContext')
      ? operation.strangeId
      : operation.clientContext,
    ...result(operation, oddities),
    ...(inPathOnly ? {} : { id: operationId }),
  };
}

function invited(operation: EndedOperation, oddities: Oddities): Body {
  return {
    participants: operation.people.map((person) => ({
      '@odata.type': '#microsoft.graph.invitationParticipantInfo',
      identity: identitySet(person, { tenantId: operation.tenantId, oddities }),
    })),
  };
}

function result(operation: EndedOperation, oddities: Oddities): Body {
  if (operation.resultInfo !== null && !oddities.has('resultInfoMissing')) {
    return { resultInfo: resultInfoBody(operation.resultInfo, oddities) };
  }
  if (operation.status === 'completed' && oddities.has('resultCodeZero')) {
    return { resultInfo: resultInfoBody({ code: 0, subcode: 0, message: '' }, oddities) };
  }
  return {};
}

/** `null` when the operation is announced without an id (quirk 6). */
function announcedId(operation: EndedOperation, oddities: Oddities): string | null {
  const [first] = operation.people;
  if (operation.people.length > 1 || oddities.has('operationIdNull')) return null;
  if (oddities.has('operationIdIsUserId') && first !== undefined) return first.id;
  const source = oddities.has('otherOperationId') ? operation.strangeId : operation.operationId;
  const operationId = writtenId(source, oddities);
  return oddities.has('malformedOperationId') ? operationId.slice(0, -1) : operationId;
}

function bothCommunications(oddities: Oddities): ReturnType<typeof rootsOf> {
  return oddities.has('appPaths') || oddities.has('swappedPaths')
    ? rootsOf(oddities)
    : ['communications', 'communications'];
}
