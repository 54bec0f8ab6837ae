import type { OperationReading, PostInviteAnswer } from '../../contracts/activities.ts';
import { normaliseId } from '../../contracts/ids.ts';
import type { Invitee } from '../../contracts/invite.ts';
import { isObject } from '../../contracts/json-values.ts';
import {
  InvitedParticipantSchema,
  OperationAnswerSchema,
} from '../../contracts/schemas/graph-answers.ts';
import { readResultInfo } from '../../contracts/schemas/graph-result-info.ts';

/** The answer of a POST, or undefined when it is no object: then nobody knows what Graph did. */
export function readInviteAnswer(
  json: unknown,
  invitees: readonly Invitee[],
): PostInviteAnswer | undefined {
  const operation = readOperationAnswer(json);
  if (operation === undefined) return undefined;
  const { id, participants, ...rest } = operation;
  const participantIds = (participants ?? []).flatMap((participant, index) => {
    const read = InvitedParticipantSchema.safeParse(participant).data;
    const key =
      keyOf(read?.identity, invitees) ?? (read?.identity ? undefined : invitees[index]?.key);
    return read?.id == null || key === undefined ? [] : [{ key, participantId: read.id }];
  });
  return { ...rest, ...(id != null && { operationId: id }), participantIds };
}

/** Which invitee an answer is about; the id may lead to a DELETE, so the order of a list is not enough. */
function keyOf(
  identity: Readonly<Record<string, { readonly id: string } | null | undefined>> | undefined,
  invitees: readonly Invitee[],
): string | undefined {
  const ids = Object.values(identity ?? {}).flatMap((person) => (person ? [person.id] : []));
  return invitees.find((invitee) => ids.some((id) => normaliseId(id) === invitee.key))?.key;
}

/** Status and result of an operation. Anything that is not final means that a notification follows. */
export function readOperationAnswer(json: unknown) {
  const read = OperationAnswerSchema.safeParse(unwrapped(json));
  if (!read.success) return undefined;
  const { id, status, resultInfo, participants } = read.data;
  const final: OperationReading['status'] & PostInviteAnswer['status'] =
    status === 'completed' || status === 'failed' ? status : 'running';
  return {
    id,
    participants,
    status: final,
    ...(resultInfo != null && { resultInfo: readResultInfo(resultInfo) }),
  };
}

/** One page wraps the operation as `{"value": {…}}` (docs/protocol.md, quirk 24). */
function unwrapped(json: unknown): unknown {
  return isObject(json) && isObject(json['value']) ? json['value'] : json;
}
