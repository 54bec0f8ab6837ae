import type { PostDecision, PostFault } from './faults/posts.ts';
import { retryAfterHeader } from './faults/retry-after.ts';
import { emptyAnswer, errorAnswer, invalidToken, type HttpAnswer } from './http-answer.ts';
import type { Timers } from './timers.ts';

/** What a fault puts in the place of the answer to a POST; null when the answer itself goes out. */
export async function replacedAnswer(
  decided: PostDecision,
  timers: Timers,
): Promise<HttpAnswer | null> {
  switch (decided.fault) {
    case 'cutResponse':
    case 'cutRequest':
      return { kind: 'cut' };
    case 'executedButTimedOut':
      await timers.sleep(decided.holdMs);
      return { kind: 'cut' };
    case 'throttled':
      return withRetryAfter(429, 'TooManyRequests', decided);
    case 'unavailable':
      return withRetryAfter(503, 'ServiceUnavailable', decided);
    case 'serverError':
    case 'executedServerError':
      return errorAnswer(decided.status, 'ServerError', said);
    case 'unauthorized':
      return invalidToken();
    default:
      return null;
  }
}

/** A 2xx that nobody can read, for the faults that spoil it. */
export function spoiltAnswer(answer: HttpAnswer, fault: PostFault | null): HttpAnswer {
  if (answer.kind === 'cut') return answer;
  switch (fault) {
    case 'emptyAnswer':
      return emptyAnswer(answer.status);
    case 'truncatedAnswer':
      return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
    case 'htmlAnswer': {
      const headers = { ...answer.headers, 'content-type': 'text/html' };
      return { ...answer, headers, body: '<!doctype html><title>Gateway</title>' };
    }
    default:
      return answer;
  }
}

function withRetryAfter(status: number, code: string, decided: PostDecision): HttpAnswer {
  return errorAnswer(status, code, said, retryAfterHeader(decided.retryAfter, Date.now()));
}

const said = 'A fault of the plan.';
