import { callBody } from './bodies/call.ts';
import { inviteAnswerBody } from './bodies/invite-answer.ts';
import { participantBody } from './bodies/participant.ts';
import type { Body } from './body.ts';
import type { Call } from './call.ts';
import { nextRandom } from './faults/random.ts';
import { rosterFault, type RosterFault } from './faults/reads.ts';
import { callNotFound, errorAnswer, jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { ledgerName, normaliseId } from './ids.ts';
import type { LedgerPerson, ReadAnswered } from './ledger-fact.ts';
import type { Oddities } from './oddities.ts';
import type { RosterEntry } from './person.ts';
import { findEntry, visible } from './roster.ts';
import { faultsOf, type World } from './world.ts';

/** Oddities belong to notifications and to the answer of the POST; what is read has the normal form. */
const noOddities: Oddities = new Set();

/** An answer to a GET, and what it says about people. */
export type Reading = {
  readonly answer: HttpAnswer;
  readonly fault: string | null;
  readonly people?: readonly LedgerPerson[] | undefined;
};

/** GET of a call or of something in it, as it is now. */
export function read(
  world: World,
  call: Call,
  what: ReadAnswered['what'],
  entryId: string,
): Reading {
  if (call.ended) return { answer: callNotFound(), fault: null };
  switch (what) {
    case 'call':
      return { answer: jsonAnswer(200, callBody({ ...call, appId: world.appId })), fault: null };
    case 'roster':
      return readRoster(world, call);
    case 'participant':
      return readParticipant(call, entryId);
    case 'operation':
      return { answer: readOperation(call, entryId), fault: null };
  }
}

/** The participants; faults can empty the list or make it stale. */
function readRoster(world: World, call: Call): Reading {
  const random = nextRandom(world.seed, call, 'roster');
  const fault = rosterFault(faultsOf(world, call).rosters, random);
  return { ...listing(call, listedBy(call, fault)), fault };
}

function listedBy(call: Call, fault: RosterFault | null): readonly RosterEntry[] {
  if (fault === 'empty') return [];
  return visible(fault === 'stale' ? call.previousRoster : call.roster);
}

function listing(call: Call, entries: readonly RosterEntry[]): Omit<Reading, 'fault'> {
  const value = entries.map((entry) => readable(call, entry));
  return { answer: jsonAnswer(200, { value }), people: entries.map(named) };
}

function readParticipant(call: Call, participantId: string): Reading {
  const entry = findEntry(call, participantId);
  if (entry === undefined || entry.hidden) {
    return { answer: errorAnswer(404, 'NotFound', 'Participant not found.'), fault: null };
  }
  return { answer: jsonAnswer(200, readable(call, entry)), fault: null, people: [named(entry)] };
}

/** An ended operation is gone, unless the call was made otherwise: nothing documents it. */
function readOperation(call: Call, operationId: string): HttpAnswer {
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

function named({ person, inLobby }: RosterEntry): LedgerPerson {
  return { person: ledgerName(person), inLobby };
}

function readable(call: Call, entry: RosterEntry): Body {
  const { callId, tenantId } = call;
  return participantBody(entry, { callId, tenantId, oddities: noOddities });
}
