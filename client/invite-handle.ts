import type { Client } from '@temporalio/client';
import { inviteWorkflowId } from '../contracts/ids.ts';
import type { InviteResult, InviteStatus } from '../contracts/types.ts';
import type { AbortOptions } from './abortable.ts';
import { awaitResult } from './await-result.ts';
import { readStatus } from './read-status.ts';
import { temporalCall } from './temporal-call.ts';
import { watchStatus, type WatchOptions } from './watch-status.ts';

/**
 * One invite; making a handle asks nobody whether it exists. Each method takes a `signal`: aborting it ends the call with
 * the reason of the signal, and never the invite.
 */
export interface InviteHandle {
  readonly inviteId: string;
  readonly workflowId: string;
  /** Of the run that this handle started; absent when it attached to an earlier one. */
  readonly runId?: string;
  /**
   * The result, however long it takes.
   * @throws InviteFailedError, InviteCanceledError, InviteEndedError, InviteUnreadableError, InviteNotFoundError,
   *   TemporalUnavailableError
   */
  result(options?: AbortOptions): Promise<InviteResult>;
  /**
   * @throws InviteStatusUnavailableError when no worker answers; InviteUnreadableError, InviteNotFoundError,
   *   TemporalUnavailableError
   */
  status(options?: AbortOptions): Promise<InviteStatus>;
  /**
   * Asks for the invite to be taken back; `result()` tells what came of it. After the operation completed it is too late.
   * Of an invite that is over it changes nothing. When aborted it may have been asked all the same.
   * @throws InviteNotFoundError, TemporalUnavailableError
   */
  cancel(options?: AbortOptions): Promise<void>;
  /** Each new status until the phase is `done` or the run is over. Throws what `status()` throws. */
  watch(options?: WatchOptions): AsyncGenerator<InviteStatus, void, undefined>;
}

export interface HandleContext {
  readonly client: Client;
  readonly timeoutMs: number;
}

export function inviteHandle(
  { client, timeoutMs }: HandleContext,
  { inviteId, runId }: { readonly inviteId: string; readonly runId?: string },
): InviteHandle {
  const workflowId = inviteWorkflowId(inviteId);
  const handle = client.workflow.getHandle(workflowId);
  const target = { client, handle, inviteId, timeoutMs };
  const status = ({ signal }: AbortOptions = {}) => readStatus({ ...target, signal });
  const look = async ({ signal }: AbortOptions) => {
    const call = { ...target, doing: 'describe the invite', signal };
    const {
      status: state,
      runId: run,
      historyLength,
    } = await temporalCall(call, () => handle.describe());
    return { isOver: state.name !== 'RUNNING', version: `${run} ${historyLength}` };
  };
  return {
    inviteId,
    workflowId,
    ...(runId !== undefined && { runId }),
    result: ({ signal } = {}) => awaitResult({ ...target, signal }),
    status,
    cancel: async ({ signal } = {}) => {
      const call = { ...target, doing: 'cancel the invite', signal };
      await temporalCall(call, () => handle.cancel());
    },
    watch: (options = {}) => watchStatus({ look, status }, options),
  };
}
