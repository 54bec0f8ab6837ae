import type { Body } from './body.ts';
import {
  ControlInputError,
  readFlag,
  readMs,
  readNumber,
  readObject,
  readText,
  readWord,
  readWords,
  required,
} from './control-reader.ts';
import { postFaults } from './faults/posts.ts';
import { oddityNames } from './oddities.ts';
import { facts, type Answer, type Script } from './script.ts';
import { variantNames, type OddityChoice } from './variants.ts';

const scriptMembers = [
  'inviteeId',
  'clientContext',
  'times',
  'answer',
  'variant',
  'oddities',
  'lost',
  'order',
  'delaysMs',
  'oneByOne',
  'postFault',
  'postAnswerAfterMs',
  'revokeStatus',
];

/** Reads a script from control input. Throws ControlInputError. */
export function readScript(value: unknown): Script {
  const body = readObject(value, 'the script', scriptMembers);
  const script: Script = {
    inviteeId: readText(body, 'inviteeId'),
    clientContext: readText(body, 'clientContext'),
    times: readNumber(body, 'times', { least: 1, most: 1_000_000 }),
    answer: body['answer'] === undefined ? undefined : readAnswer(body['answer']),
    ...readOddityChoice(body),
    lost: readWords(body, 'lost', facts),
    order: readWords(body, 'order', facts),
    delaysMs: readDelays(body['delaysMs']),
    oneByOne: readFlag(body, 'oneByOne'),
    postFault: readWord(body, 'postFault', postFaults),
    postAnswerAfterMs: readMs(body, 'postAnswerAfterMs'),
    revokeStatus: readNumber(body, 'revokeStatus', { least: 400, most: 599 }),
  };
  if (script.inviteeId === undefined && script.clientContext === undefined) {
    throw new ControlInputError('a script needs an inviteeId or a clientContext');
  }
  return script;
}

/** The members `variant` and `oddities` of a call or script. */
export function readOddityChoice(body: Body): OddityChoice {
  return {
    variant: readWord(body, 'variant', variantNames),
    oddities: readWords(body, 'oddities', oddityNames),
  };
}

const answerMembers = {
  answer: ['afterMs'],
  decline: ['afterMs'],
  busy: ['afterMs'],
  noAnswer: ['afterMs'],
  notReachable: ['afterMs'],
  rosterNever: ['afterMs'],
  completionNever: ['afterMs'],
  teardownNever: ['afterMs'],
  fail: ['afterMs', 'code', 'subcode', 'message'],
  failedInAnswer: ['code', 'subcode', 'message'],
  never: [],
  completedInAnswer: [],
  completionBeforeAnswer: [],
  lobby: ['afterMs', 'admitAfterMs', 'completes'],
  httpStatus: ['status', 'code', 'message', 'shape', 'retryAfter', 'retryAfterDateMs', 'executed'],
} as const satisfies Readonly<Record<Answer['kind'], readonly string[]>>;

const allAnswerMembers = ['kind', ...new Set<string>(Object.values(answerMembers).flat())];
const answerKinds = keysOf(answerMembers);

/** Reads what an invitee does. Throws ControlInputError. */
export function readAnswer(value: unknown): Answer {
  const kind = required(
    readWord(readObject(value, 'answer', allAnswerMembers), 'kind', answerKinds),
    'answer.kind',
  );
  const body = readObject(value, `answer ${kind}`, ['kind', ...answerMembers[kind]]);
  const afterMs = readMs(body, 'afterMs');
  switch (kind) {
    case 'fail':
      return { kind, afterMs, ...readCodes(body) };
    case 'failedInAnswer':
      return { kind, ...readCodes(body) };
    case 'never':
    case 'completedInAnswer':
    case 'completionBeforeAnswer':
      return { kind };
    case 'lobby':
      return {
        kind,
        afterMs,
        admitAfterMs: readMs(body, 'admitAfterMs'),
        completes: readWord(body, 'completes', ['inLobby', 'whenAdmitted']),
      };
    case 'httpStatus':
      return readStatus(body);
    default:
      return { kind, afterMs };
  }
}

function readStatus(body: Body): Answer {
  return {
    kind: 'httpStatus',
    status: required(readNumber(body, 'status', { least: 300, most: 599 }), 'answer.status'),
    code: readText(body, 'code'),
    message: readText(body, 'message'),
    shape: readWord(body, 'shape', ['plain', 'nested', 'none']),
    retryAfter: readText(body, 'retryAfter'),
    retryAfterDateMs: readMs(body, 'retryAfterDateMs'),
    executed: readFlag(body, 'executed'),
  };
}

function readCodes(body: Body): { code: number; subcode: number; message: string | undefined } {
  const bounds = { least: 0, most: 2 ** 31 - 1 };
  return {
    code: required(readNumber(body, 'code', bounds), 'answer.code'),
    subcode: required(readNumber(body, 'subcode', bounds), 'answer.subcode'),
    message: readText(body, 'message'),
  };
}

function readDelays(value: unknown): Script['delaysMs'] {
  if (value === undefined) return undefined;
  const body = readObject(value, 'delaysMs', facts);
  return Object.fromEntries(facts.map((fact) => [fact, readMs(body, fact) ?? 0]));
}

function keysOf<Name extends string>(record: Readonly<Record<Name, unknown>>): readonly Name[] {
  const isName = (name: string): name is Name => Object.hasOwn(record, name);
  return Object.keys(record).filter(isName);
}
