/** Which class of fault an answer is: the table of docs/reliability.md 6. Pure. */
import { ApplicationFailure } from '@temporalio/common';
import type { GraphFault } from '../../contracts/activities.ts';
import type { GraphFaultType } from '../../contracts/errors.ts';
import { ErrorAnswerSchema, InnerErrorSchema } from '../../contracts/schemas/graph-answers.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { retryAfterMs } from './retry-after.ts';

/** The failure for an answer that is no 2xx, or that is a 2xx nobody can read. */
export function failureOfAnswer(answer: GraphAnswer): ApplicationFailure {
  const type = faultTypeOf(answer);
  const retryMs = retryAfterMs(answer.header('retry-after'), dateOf(answer));
  const fault: GraphFault = {
    status: answer.status,
    ...graphCodeOf(answer),
    ...(retryMs !== undefined && { retryAfterMs: retryMs }),
  };
  const code = fault.code === undefined ? '' : ` with code ${fault.code}`;
  return graphFailure(type, `Graph answered ${answer.status}${code}.`, fault);
}

/**
 * Messages hold statuses and codes only, never Graph's text. `GraphRefused` and `GraphNotFound` are final; the reading
 * activities retry the others, as soon as Graph allows.
 */
export function graphFailure(
  type: GraphFaultType,
  message: string,
  fault: GraphFault = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: type === 'GraphRefused' || type === 'GraphNotFound',
    details: [fault],
    ...(fault.retryAfterMs !== undefined && { nextRetryDelay: fault.retryAfterMs }),
  });
}

function faultTypeOf({ status, header }: GraphAnswer): GraphFaultType {
  if (status === 429) return 'GraphThrottled';
  if (status === 503 && header('retry-after') !== undefined) return 'GraphThrottled';
  if (status === 404) return 'GraphNotFound';
  return status >= 400 && status < 500 ? 'GraphRefused' : 'GraphUnclear';
}

function graphCodeOf(answer: GraphAnswer): Pick<GraphFault, 'code' | 'requestId'> {
  const read = ErrorAnswerSchema.safeParse(answer.json);
  const requestId =
    answer.header('request-id') ?? read.data?.error.innerError?.['request-id'] ?? undefined;
  const code =
    read.data === undefined ? '' : (innerCode(read.data.error.message) ?? read.data.error.code);
  return {
    ...(isCode(code) && { code }),
    ...(requestId !== undefined && isCode(requestId) && { requestId }),
  };
}

/** Some errors carry a second JSON text as their message, with the real code in it (docs/protocol.md 6). */
function innerCode(message: string): string | undefined {
  try {
    return InnerErrorSchema.safeParse(JSON.parse(message)).data?.errorCode;
  } catch {
    return undefined;
  }
}

/** Codes and request ids are short words; anything else could be text about a person. */
function isCode(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,100}$/.test(text);
}

function dateOf(answer: GraphAnswer): number {
  const date = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}
