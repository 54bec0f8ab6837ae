import { callBody } from './bodies/call.ts';
import { inviteAnswerBody } from './bodies/invite-answer.ts';
import { participantBody } from './bodies/participant.ts';
import type { Body } from './body.ts';
import type { Call } from './call.ts';
import { randomFor, rosterFault } from './faults.ts';
import { errorAnswer, jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { normaliseId } from './ids.ts';
import type { Oddities } from './oddities.ts';
import type { RosterEntry } from './person.ts';
import { findEntry, visible } from './roster.ts';
import type { World } from './world.ts';

/** Oddities belong to notifications and to the answer of the POST; what is read has the normal form. */
const noOddities: Oddities = new Set();

/** GET of a call. */
export function readCall(world: World, call: Call): HttpAnswer {
  return jsonAnswer(200, callBody({ ...call, appId: world.appId }));
}

/** GET of the participants; faults can empty it or make it stale. */
export function readRoster(world: World, call: Call): HttpAnswer {
  call.reads += 1;
  const random = randomFor(world.seed, `roster ${call.ordinal} ${call.reads}`);
  const fault = rosterFault(call.faults ?? world.faults, random);
  const roster = fault === 'stale' ? call.previousRoster : call.roster;
  const listed = fault === 'empty' ? [] : visible(roster);
  return jsonAnswer(200, { value: listed.map((entry) => readable(call, entry)) });
}

/** GET of one participant. */
export function readParticipant(call: Call, participantId: string): HttpAnswer {
  const entry = findEntry(call, participantId);
  if (entry === undefined || entry.hidden) {
    return errorAnswer(404, 'NotFound', 'Participant not found.');
  }
  return jsonAnswer(200, readable(call, entry));
}

/** GET of an operation. An ended one is gone, unless the call was made otherwise: nothing documents it. */
export function readOperation(call: Call, operationId: string): HttpAnswer {
  const wanted = normaliseId(operationId);
  const operation = call.operations.find((one) => normaliseId(one.operationId) === wanted);
  const neverEnds = operation?.announcing.completionBy === 'never';
  const ended = operation?.status !== 'running' && !neverEnds;
  if (operation === undefined || (ended && call.endedOperations === 'gone')) {
    return errorAnswer(404, 'NotFound', 'Operation not found.');
  }
  const { seats, ...rest } = operation;
  const status = neverEnds ? 'running' : operation.status;
  const answered = { ...rest, status, participants: seats, tenantId: call.tenantId };
  return jsonAnswer(200, inviteAnswerBody(answered, noOddities));
}

function readable(call: Call, entry: RosterEntry): Body {
  const { callId, tenantId } = call;
  return participantBody(entry, { callId, tenantId, oddities: noOddities });
}
