import { InviteCanceledError, InviteFailedError } from '../../client/index.ts';
import type { InviteHandle } from '../../client/index.ts';
import type { CallerSaw } from './evidence.ts';

/** Waits for the end of an invite as a caller does; never rejects. Aborting ends the waiting with `nothing`. */
export async function awaitCaller(
  handle: Pick<InviteHandle, 'result'>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<CallerSaw> {
  try {
    return { kind: 'joined', result: await handle.result(options) };
  } catch (error) {
    return sawError(error);
  }
}

function sawError(error: unknown): CallerSaw {
  if (error instanceof InviteFailedError) {
    const { type, details, message } = error;
    return { kind: 'failed', type, details, message };
  }
  if (error instanceof InviteCanceledError) {
    const { revokeConfirmed, message } = error;
    return { kind: 'canceled', ...(revokeConfirmed !== undefined && { revokeConfirmed }), message };
  }
  return { kind: 'nothing', error: String(error) };
}
