/**
 * What workflow code accepts. By hand, because a schema library costs every workflow (ADR 0005); a property test holds
 * request guard and schema together. Unknown members are ignored here and refused by the client: that is the one
 * intended difference.
 */
import { normaliseId } from './ids.ts';
import { isObject, isOptionalText, isText, type JsonObject } from './json-values.ts';
import type {
  CallTerminated,
  FactOrigin,
  OperationCompleted,
  OperationFailed,
  RosterEntry,
  RosterUpdated,
} from './messages.ts';
import {
  callIdPattern,
  deadlineNames,
  defaultDeadlines,
  e164Pattern,
  identityKinds,
  maxDeadlineMs,
  maxIdLength,
  maxKeywordLength,
  maxParticipants,
  messages,
  replacesCallIdPattern,
  unknownOutcomePolicies,
} from './rules.ts';
import type { InviteRequest, Registration, ResultInfo } from './types.ts';

/** Each broken rule of a request, with the member it is about; empty when the request can be sent. */
export function inviteRequestProblems(request: unknown): readonly string[] {
  if (!isObject(request)) return [messages.notAnObject];
  return [
    ...unless(matches(request['callId'], callIdPattern), 'callId', messages.callId),
    ...participantsProblems(request['participants']),
    ...unless(isOptionalText(request['tenantId'], maxKeywordLength), 'tenantId', messages.tenantId),
    ...deadlinesProblems(request['deadlines']),
    ...unless(isPolicy(request['onUnknownOutcome']), 'onUnknownOutcome', messages.onUnknownOutcome),
    ...unless(isFlag(request['confirmRoster']), 'confirmRoster', messages.flag),
  ];
}

export function isInviteRequest(request: unknown): request is InviteRequest {
  return inviteRequestProblems(request).length === 0;
}

export function isOperationCompleted(fact: unknown): fact is OperationCompleted {
  return (
    isFactOrigin(fact) && isOptionalId(fact['operationId']) && isOptionalInfo(fact['resultInfo'])
  );
}

export function isOperationFailed(fact: unknown): fact is OperationFailed {
  return (
    isFactOrigin(fact) && isOptionalId(fact['operationId']) && isResultInfo(fact['resultInfo'])
  );
}

export function isRosterUpdated(fact: unknown): fact is RosterUpdated {
  if (!isFactOrigin(fact)) return false;
  const participants = fact['participants'];
  return Array.isArray(participants) && participants.every(isRosterEntry);
}

export function isCallTerminated(fact: unknown): fact is CallTerminated {
  return isFactOrigin(fact) && isOptionalInfo(fact['resultInfo']);
}

/**
 * What a payload becomes that can never be read (workflows/payload-converter.ts, runtime/payload-codec.ts): no value of
 * ours, so that whoever expects one must treat it as not there.
 */
export function isUnreadable(value: unknown): boolean {
  return isObject(value) && value['unreadablePayload'] === true;
}

export function isRegistration(value: unknown): value is Registration {
  if (!isObject(value)) return false;
  const { inviteId, participantKeys, role, expiresAt } = value;
  return (
    isText(inviteId, 200) &&
    Array.isArray(participantKeys) &&
    participantKeys.every((key) => isText(key, maxIdLength)) &&
    (role === 'target' || role === 'original') &&
    typeof expiresAt === 'string' &&
    !Number.isNaN(Date.parse(expiresAt))
  );
}

function isFactOrigin(fact: unknown): fact is FactOrigin & JsonObject {
  return isObject(fact) && isText(fact['callId'], maxIdLength) && isOptionalId(fact['tenantId']);
}

function isOptionalId(value: unknown): boolean {
  return isOptionalText(value, maxIdLength);
}

function isOptionalInfo(value: unknown): boolean {
  return value == null || isResultInfo(value);
}

function isResultInfo(value: unknown): value is ResultInfo {
  return (
    isObject(value) &&
    isOptionalWhole(value['code']) &&
    isOptionalWhole(value['subcode']) &&
    isOptionalText(value['diagnosticCode'], 40)
  );
}

function isOptionalWhole(value: unknown): boolean {
  return value == null || Number.isSafeInteger(value);
}

function isRosterEntry(value: unknown): value is RosterEntry {
  return (
    isObject(value) &&
    isText(value['key'], maxIdLength) &&
    isOptionalId(value['participantId']) &&
    typeof value['inLobby'] === 'boolean' &&
    typeof value['removed'] === 'boolean'
  );
}

function participantsProblems(participants: unknown): string[] {
  if (!Array.isArray(participants)) return [`participants: ${messages.participants}`];
  const list: readonly unknown[] = participants;
  // No further look: a list of thousands would make a failure too large to be stored.
  if (list.length > maxParticipants) return [`participants: ${messages.tooManyParticipants}`];
  return [
    ...unless(list.length > 0, 'participants', messages.noParticipant),
    ...list.flatMap((one, index) => participantProblems(one, `participants[${index}]`)),
    ...unless(allDifferent(list.map(identityKey)), 'participants', messages.sameIdentity),
    ...unless(
      list.length <= 1 || !list.some((one) => isObject(one) && one['replacesCallId'] != null),
      'participants',
      messages.severalWithReplaces,
    ),
  ];
}

function participantProblems(participant: unknown, at: string): string[] {
  if (!isObject(participant)) return [`${at}: ${messages.participant}`];
  const { identity, replacesCallId, participantId, hidden } = participant;
  const audio = participant['removeFromDefaultAudioRoutingGroup'];
  return [
    ...identityProblems(identity, `${at}.identity`),
    ...unless(
      replacesCallId == null || matches(replacesCallId, replacesCallIdPattern),
      `${at}.replacesCallId`,
      messages.replacesCallId,
    ),
    ...unless(
      isOptionalText(participantId, maxIdLength),
      `${at}.participantId`,
      messages.participantId,
    ),
    ...unless(
      participantId == null || replacesCallId != null,
      `${at}.participantId`,
      messages.participantIdAlone,
    ),
    ...unless(isFlag(hidden) && isFlag(audio), at, messages.flag),
  ];
}

function identityProblems(identity: unknown, at: string): string[] {
  const kinds = presentKinds(identity);
  const kind = kinds[0];
  if (!isObject(identity) || kind === undefined || kinds.length > 1) {
    return [`${at}: ${messages.identity}`];
  }
  const person = identity[kind];
  if (!isObject(person)) return [`${at}: ${messages.identity}`];
  const { id, displayName, tenantId } = person;
  return [
    ...unless(isText(id, maxIdLength), `${at}.${kind}.id`, messages.identityId),
    ...unless(
      kind !== 'phone' || !isText(id, maxIdLength) || e164Pattern.test(id),
      `${at}.phone.id`,
      messages.phone,
    ),
    ...unless(
      isOptionalText(displayName, maxIdLength) && isOptionalText(tenantId, maxIdLength),
      `${at}.${kind}`,
      messages.identityMember,
    ),
  ];
}

function deadlinesProblems(deadlines: unknown): string[] {
  if (deadlines == null) return [];
  if (!isObject(deadlines)) return [`deadlines: ${messages.deadlines}`];
  const { ringMs, operationMs } = deadlines;
  const ringLimit = typeof operationMs === 'number' ? operationMs : defaultDeadlines.operationMs;
  return [
    ...deadlineNames.flatMap((name) =>
      unless(isDeadline(deadlines[name]), `deadlines.${name}`, messages.deadline),
    ),
    ...unless(
      typeof ringMs !== 'number' || ringMs < ringLimit,
      'deadlines.ringMs',
      messages.ringMs,
    ),
  ];
}

function presentKinds(identity: unknown) {
  return identityKinds.filter((kind) => isObject(identity) && identity[kind] != null);
}

function identityKey(participant: unknown): string | undefined {
  const identity = isObject(participant) ? participant['identity'] : undefined;
  const kind = presentKinds(identity)[0];
  if (!isObject(identity) || kind === undefined) return undefined;
  const person = identity[kind];
  return isObject(person) && isText(person['id'], maxIdLength)
    ? normaliseId(person['id'])
    : undefined;
}

function allDifferent(keys: readonly (string | undefined)[]): boolean {
  const known = keys.filter((key) => key !== undefined);
  return new Set(known).size === known.length;
}

function isDeadline(value: unknown): boolean {
  if (value == null) return true;
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxDeadlineMs
  );
}

function isFlag(value: unknown): boolean {
  return value == null || typeof value === 'boolean';
}

function isPolicy(value: unknown): boolean {
  return value == null || unknownOutcomePolicies.some((policy) => policy === value);
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function unless(holds: boolean, at: string, message: string): string[] {
  return holds ? [] : [`${at}: ${message}`];
}
