import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { inviteWorkflowId } from '../contracts/ids.ts';
import {
  callTerminatedSignal,
  operationCompletedSignal,
  operationFailedSignal,
  originalCallTerminatedSignal,
  rosterUpdatedSignal,
} from '../contracts/messages.ts';
import type { InviteSignal, SendSignal, SignalAnswer } from './invite-signal.ts';
import { callTemporal } from './temporal-call.ts';

/** Signals, not updates: an update needs a live worker, an accepted signal is stored without one. */
export function createSignalSender(client: Client): SendSignal {
  return (signal) =>
    callTemporal(
      client,
      async (): Promise<SignalAnswer> => {
        await send(client, signal);
        return 'stored';
      },
      // Also what the SDK makes of an invite that has ended. A missing namespace is another error.
      (error) => (error instanceof WorkflowNotFoundError ? 'nobodyWaits' : undefined),
    );
}

function send(client: Client, signal: InviteSignal): Promise<void> {
  const handle = client.workflow.getHandle(inviteWorkflowId(signal.inviteId));
  switch (signal.name) {
    case 'operationCompleted':
      return handle.signal(operationCompletedSignal, signal.fact);
    case 'operationFailed':
      return handle.signal(operationFailedSignal, signal.fact);
    case 'rosterUpdated':
      return handle.signal(rosterUpdatedSignal, signal.fact);
    case 'callTerminated':
      return handle.signal(callTerminatedSignal, signal.fact);
    case 'originalCallTerminated':
      return handle.signal(originalCallTerminatedSignal, signal.fact);
  }
}
