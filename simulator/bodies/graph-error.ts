import type { Body } from '../body.ts';

/** The two shapes in which Graph was seen to answer errors (docs/protocol.md 6). */
export type ErrorShape = 'plain' | 'nested';

type GraphError = {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly clientRequestId?: string | undefined;
  readonly at: Date;
};

/** An error body: the code in `error.code`, or a second JSON text inside `error.message`. */
export function graphErrorBody(error: GraphError, shape: ErrorShape = 'plain'): Body {
  const nested = { errorCode: error.code, message: error.message, instanceAnnotations: [] };
  return {
    error: {
      code: shape === 'nested' ? 'UnknownError' : error.code,
      message: shape === 'nested' ? JSON.stringify(nested) : error.message,
      innerError: {
        'request-id': error.requestId,
        date: error.at.toISOString().slice(0, 19),
        'client-request-id': error.clientRequestId ?? error.requestId,
      },
    },
  };
}
