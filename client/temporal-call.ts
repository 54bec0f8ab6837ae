import {
  isGrpcServiceError,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { abortable } from './abortable.ts';
import { InviteNotFoundError, TemporalRefusedError, TemporalUnavailableError } from './errors.ts';

export interface TemporalCall {
  readonly client: Client;
  /** Milliseconds; Temporal's client has no deadline of its own and may wait for ever. */
  readonly timeoutMs: number;
  /** For the error: Temporal could not … */
  readonly doing: string;
  readonly inviteId?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One exchange with Temporal, with a deadline and errors of this client.
 * @throws InviteNotFoundError, TemporalRefusedError, TemporalUnavailableError; the reason of an aborted signal; anything else
 *   unchanged
 */
export async function temporalCall<T>(call: TemporalCall, make: () => Promise<T>): Promise<T> {
  const { client, timeoutMs, doing, inviteId, signal } = call;
  const exchange = (own?: AbortSignal) =>
    client.withDeadline(
      Date.now() + timeoutMs,
      own === undefined ? make : () => client.withAbortSignal(own, make),
    );
  try {
    return await abortable(signal, exchange);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof NamespaceNotFoundError) {
      throw new TemporalRefusedError(doing, inviteId, { cause });
    }
    if (inviteId !== undefined && isNotFound(cause)) {
      throw new InviteNotFoundError(inviteId, { cause });
    }
    const status = grpcStatus(cause);
    if (status === undefined) throw cause;
    throw refusals.has(status)
      ? new TemporalRefusedError(doing, inviteId, { cause })
      : new TemporalUnavailableError(doing, inviteId, { cause });
  }
}

/** INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED: asking again will not help. */
const refusals: ReadonlySet<number> = new Set([3, 7, 16]);

/** Of the gRPC error inside, as its standard numbers: 4 is DEADLINE_EXCEEDED, 5 is NOT_FOUND. */
export function grpcStatus(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return isOwnDeadline(error) ? 4 : error.code;
  return error instanceof Error && error.cause !== undefined ? grpcStatus(error.cause) : undefined;
}

/**
 * On a worker's connection our own deadline comes as CANCELLED when nobody answered at all, with no other sign of it than
 * these words (SDK 1.24, measured).
 */
function isOwnDeadline({ code, message }: { readonly code: number; readonly message: string }) {
  return code === 1 && message === 'Timeout expired';
}

function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || grpcStatus(error) === 5;
}
