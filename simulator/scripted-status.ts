import { graphErrorBody } from './bodies/graph-error.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { newGuid } from './ids.ts';
import type { Answer } from './script.ts';

type StatusAnswer = Extract<Answer, { kind: 'httpStatus' }>;

/** The answer of an `httpStatus` script: an error body in the wanted shape, with any form of Retry-After. */
export function scriptedStatus(answer: StatusAnswer): HttpAnswer {
  const { status, shape = 'plain' } = answer;
  const headers = {
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...retryAfter(answer),
  };
  if (shape === 'none') return { kind: 'answered', status, headers, body: '' };
  const { code = String(status), message = 'Scripted by the simulator.' } = answer;
  const error = { code, message, requestId: newGuid(), at: new Date() };
  return jsonAnswer(status, graphErrorBody(error, shape), headers);
}

function retryAfter(answer: StatusAnswer): Readonly<Record<string, string>> {
  if (answer.retryAfter !== undefined) return { 'retry-after': answer.retryAfter };
  if (answer.retryAfterDateMs === undefined) return {};
  return { 'retry-after': new Date(Date.now() + answer.retryAfterDateMs).toUTCString() };
}
