import { nextRandom } from './faults/random.ts';
import { decideRead, type ReadDecision } from './faults/reads.ts';
import { retryAfterHeader } from './faults/retry-after.ts';
import { callNotFound, errorAnswer, invalidToken, type HttpAnswer } from './http-answer.ts';
import type { ReadAnswered } from './ledger-fact.ts';
import { read, type Reading } from './read-call.ts';
import { faultsOf, findCall, type World } from './world.ts';

/** A GET of a call or of something in it. */
export type ReadRequest = {
  readonly what: ReadAnswered['what'];
  readonly callId: string;
  /** The id of the participant or operation. */
  readonly entryId: string;
  readonly authorised: boolean;
  readonly callerHasGone: () => boolean;
};

/** Answers a GET, with the faults of its call. The ledger knows of the answer before it goes out. */
export async function answerRead(world: World, request: ReadRequest): Promise<HttpAnswer> {
  const { answer, fault, people } = request.authorised
    ? await readWithFault(world, request)
    : { answer: invalidToken(), fault: null };
  const gone = answer.kind === 'cut' || request.callerHasGone();
  world.ledger.write({
    type: 'readAnswered',
    callId: findCall(world, request.callId)?.callId ?? request.callId,
    what: request.what,
    status: gone ? null : answer.status,
    fault,
    ...(people === undefined || gone ? {} : { people }),
  });
  return answer;
}

async function readWithFault(world: World, request: ReadRequest): Promise<Reading> {
  const { what } = request;
  const call = findCall(world, request.callId);
  if (call === undefined) return { answer: callNotFound(), fault: null };
  const random = nextRandom(world.seed, call, `read ${what}`);
  const decided = decideRead(faultsOf(world, call).reads, random);
  const refusal = refusalOf(decided);
  if (refusal !== null) return { answer: refusal, fault: decided.fault };
  if (decided.fault === 'slow' && (await world.timers.sleep(decided.ms)) === 'closed') {
    return { answer: { kind: 'cut' }, fault: decided.fault };
  }
  const reading = read(world, call, what, request.entryId);
  const names = [decided.fault, reading.fault].filter((name) => name !== null);
  return { ...reading, fault: names.length === 0 ? null : names.join('+') };
}

function refusalOf(decided: ReadDecision): HttpAnswer | null {
  switch (decided.fault) {
    case 'cut':
      return { kind: 'cut' };
    case 'serverError':
      return errorAnswer(decided.status, 'ServerError', 'A fault of the plan.');
    case 'throttled': {
      const headers = retryAfterHeader(decided.retryAfter, Date.now());
      return errorAnswer(429, 'TooManyRequests', 'A fault of the plan.', headers);
    }
    default:
      return null;
  }
}
