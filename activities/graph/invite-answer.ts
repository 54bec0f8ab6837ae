import type { OperationReading, PostInviteAnswer } from '../../contracts/activities.ts';
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
    const participantId = InvitedParticipantSchema.safeParse(participant).data?.id;
    const key = invitees[index]?.key;
    return participantId == null || key === undefined ? [] : [{ key, participantId }];
  });
  return { ...rest, ...(id != null && { operationId: id }), participantIds };
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

/** One page wraps the operation as `{"value": {…}}` (protocol.md, quirk 24). */
function unwrapped(json: unknown): unknown {
  return isObject(json) && isObject(json['value']) ? json['value'] : json;
}
