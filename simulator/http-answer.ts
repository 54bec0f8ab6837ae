import { graphErrorBody } from './bodies/graph-error.ts';
import { newGuid } from './ids.ts';

/** An answer on the Graph surface: a status with a body, or a cut connection. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The body as text; empty for none. */
      readonly body: string;
    }
  | { readonly kind: 'cut' };

/** An answer with a JSON body. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const text = JSON.stringify(body);
  return {
    kind: 'answered',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: text,
  };
}

/** An error in Graph's plain shape. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const error = { code, message, requestId: newGuid(), at: new Date() };
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return jsonAnswer(status, graphErrorBody(error), { ...challenge, ...headers });
}

/** 401 for a bearer that is missing or not the one to be accepted. */
export function invalidToken(): HttpAnswer {
  return errorAnswer(401, 'InvalidAuthenticationToken', 'Access token is invalid.');
}

/** 404 with the code that Graph uses for a call that is gone (docs/protocol.md 5). */
export function callNotFound(): HttpAnswer {
  return errorAnswer(404, '8522', 'Call not found.');
}

/** An answer without a body. */
export function emptyAnswer(status: number): HttpAnswer {
  return { kind: 'answered', status, headers: {}, body: '' };
}
