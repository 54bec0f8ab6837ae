import type { NewCall } from './call-state.ts';
import { callKinds } from './call.ts';
import {
  ControlInputError,
  readFlag,
  readList,
  readObject,
  readText,
  readTexts,
  readWord,
  readNumber,
  required,
} from './control-reader.ts';
import { readPerson } from './invite-request.ts';
import type { Person } from './person.ts';
import { readCallFaultPlan } from './read-fault-plan.ts';
import { readOddityChoice } from './read-script.ts';
import type { RosterOverrides } from './send-roster.ts';
import type { ResultInfo } from './bodies/result-info.ts';

/** Reads a new call from control input. Throws ControlInputError. */
export function readNewCall(value: unknown): NewCall {
  const body = readObject(value, 'the call', [
    'kind',
    'callbackUri',
    'participants',
    'tenantId',
    'callId',
    'announce',
    'repeatedInvite',
    'endedOperations',
    'variant',
    'oddities',
    'faults',
  ]);
  return {
    kind: required(readWord(body, 'kind', callKinds), 'kind'),
    callbackUri: checkCallbackUri(required(readText(body, 'callbackUri'), 'callbackUri')),
    participants: readList(body, 'participants')?.map(readFirstParticipant),
    tenantId: readText(body, 'tenantId'),
    callId: readText(body, 'callId'),
    announce: readFlag(body, 'announce'),
    repeatedInvite: readWord(body, 'repeatedInvite', ['rings', 'isRefused']),
    endedOperations: readWord(body, 'endedOperations', ['gone', 'readable']),
    ...readOddityChoice(body),
    faults: body['faults'] === undefined ? undefined : readCallFaultPlan(body['faults']),
  };
}

/** Graph wants https; on a test machine the simulator takes http too. */
export function checkCallbackUri(callbackUri: string): string {
  const protocol = URL.canParse(callbackUri) ? new URL(callbackUri).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return callbackUri;
  throw new ControlInputError('callbackUri must be an http or https URL');
}

/** Reads what a roster notification is to say other than the truth. Throws ControlInputError. */
export function readRosterOverrides(value: unknown): RosterOverrides {
  const body = readObject(value ?? {}, 'the roster', ['without', 'inLobby', 'variant', 'oddities']);
  return {
    without: readTexts(body, 'without'),
    inLobby: readTexts(body, 'inLobby'),
    ...readOddityChoice(body),
  };
}

/** Reads how a call ends; by default 200/7000, ended by the application. Throws ControlInputError. */
export function readCallEnd(value: unknown): {
  resultInfo: Partial<ResultInfo>;
  announced: boolean | undefined;
} {
  const body = readObject(value ?? {}, 'the end', ['code', 'subcode', 'message', 'announced']);
  const bounds = { least: 0, most: 2 ** 31 - 1 };
  const code = readNumber(body, 'code', bounds);
  const subcode = readNumber(body, 'subcode', bounds);
  const message = readText(body, 'message');
  return {
    resultInfo: {
      ...(code === undefined ? {} : { code }),
      ...(subcode === undefined ? {} : { subcode }),
      ...(message === undefined ? {} : { message }),
    },
    announced: readFlag(body, 'announced'),
  };
}

function readFirstParticipant(
  value: unknown,
  index: number,
): { person: Person; participantId: string | undefined } {
  const where = `participants[${index}]`;
  const body = readObject(value, where, ['identity', 'participantId']);
  const person = readPerson(body['identity'], `${where}.identity`);
  if ('refused' in person) throw new ControlInputError(person.refused);
  return { person, participantId: readText(body, 'participantId') };
}
