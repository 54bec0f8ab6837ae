import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { Person } from '../person.ts';
import { pascalCase } from './envelope.ts';
import { identity } from './identity-set.ts';
import { resultInfoBody, type ResultInfo } from './result-info.ts';

/** What the answer to an invite says of one invited person. */
export type AnsweredParticipant = {
  readonly person: Person;
  readonly replacesCallId: string | null;
  /** The id in the source roster, sent with a move and echoed. */
  readonly sourceParticipantId: string | null;
  readonly participantId: string;
};

type AnsweredOperation = {
  readonly operationId: string;
  readonly clientContext: string;
  readonly status: 'running' | 'completed' | 'failed';
  readonly resultInfo: ResultInfo | null;
  readonly participants: readonly AnsweredParticipant[];
  readonly tenantId: string;
  readonly createdAt: Date;
};

/** The inviteParticipantsOperation that answers an invite. */
export function inviteAnswerBody(operation: AnsweredOperation, oddities: Oddities): Body {
  const body = {
    ...(oddities.has('answerWithDates') ? {} : operationType),
    id: oddities.has('answerIdPlaceholder') ? 'id-value' : operation.operationId,
    status: oddities.has('statusLowerCaseInAnswer')
      ? operation.status
      : pascalCase(operation.status),
    clientContext: oddities.has('answerContextPlaceholder')
      ? 'clientContext-value'
      : operation.clientContext,
    ...(oddities.has('answerWithDates') ? dates(operation) : details(operation, oddities)),
  };
  return oddities.has('answerInValue') ? { value: body } : body;
}

const operationType = { '@odata.type': '#microsoft.graph.inviteParticipantsOperation' };

function dates(operation: AnsweredOperation): Body {
  const at = operation.createdAt.toISOString();
  const failed = operation.resultInfo === null ? {} : { resultInfo: operation.resultInfo };
  return { createdDateTime: at, lastActionDateTime: at, ...failed };
}

function details(operation: AnsweredOperation, oddities: Oddities): Body {
  const { resultInfo, participants } = operation;
  // The answer to several has null here although both entries sent a value (quirk 23).
  const echoed = participants.length === 1 || oddities.has('echoReplacesCallId');
  return {
    resultInfo: resultInfo === null ? null : resultInfoBody(resultInfo, oddities),
    participants: participants.map((participant) => ({
      endpointType: null,
      id: oddities.has('participantIdInAnswer') ? participant.participantId : null,
      replacesCallId: echoed ? participant.replacesCallId : null,
      ...(participant.sourceParticipantId === null
        ? {}
        : { participantId: participant.sourceParticipantId }),
      identity: answeredIdentity(participant.person, operation.tenantId, oddities),
    })),
  };
}

/** The published answers list three other kinds as null beside a user or application, and seven beside a phone. */
function answeredIdentity(person: Person, tenantId: string, oddities: Oddities): Body {
  const three = { user: null, application: null, device: null, phone: null };
  const seven = {
    ...three,
    guest: null,
    encrypted: null,
    onPremises: null,
    applicationInstance: null,
  };
  const body = identity(person, { tenantId, oddities });
  if (person.kind === 'phone') {
    return { ...seven, phone: { '@odata.type': '#microsoft.graph.identity', ...body } };
  }
  return { ...(Object.hasOwn(three, person.kind) ? three : seven), [person.kind]: body };
}
