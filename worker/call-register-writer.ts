import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { CallRegisterWriter } from '../contracts/call-register.ts';
import { callWorkflowId } from '../contracts/ids.ts';
import { registerLine } from '../contracts/register-line.ts';
import { callRegistryWorkflowType, inviteRegisteredSignal } from '../contracts/messages.ts';
import type { Registration } from '../contracts/types.ts';

/** Milliseconds for one registration, so that the POST behind it keeps its own time. */
const registerTimeoutMs = 4_000;
/** A register may end between our start and our signal; twice in a row is already out of the ordinary. */
const maxTries = 3;

/**
 * The register of a call in Temporal: a run that sleeps until its first registration expires. Until then a plain signal
 * is only stored and costs no workflow task (docs/temporal-facts.md 5); `signalWithStart` would wake it.
 */
export function createCallRegisterWriter(client: Client, taskQueue: string): CallRegisterWriter {
  return {
    register: (callId, registration, expiresInMs) =>
      client.withDeadline(Date.now() + registerTimeoutMs, async () => {
        for (let tries = 1; tries <= maxTries; tries += 1) {
          if (await started(client, taskQueue, callId, registration, expiresInMs)) return;
          if (await signalled(client, callId, registration)) return;
        }
        throw new Error('The register of the call ended again and again.');
      }),
  };
}

async function started(
  client: Client,
  taskQueue: string,
  callId: string,
  registration: Registration,
  expiresInMs: number,
): Promise<boolean> {
  try {
    await client.workflow.start(callRegistryWorkflowType, {
      workflowId: callWorkflowId(callId),
      taskQueue,
      args: [registration],
      startDelay: expiresInMs,
      staticSummary: 'Who waits on this call. It sleeps, and running is normal',
      staticDetails: registerDetails(callId, registration),
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Markdown. No worker reads this run while it sleeps, so that all there is to say stands here. */
function registerDetails(callId: string, first: Registration): string {
  return [
    `Nothing to do. The webhooks look here which invites to tell of call \`${callId}\`.`,
    '',
    `- First: ${registerLine(first)}`,
    '- Others: each signal `inviteRegistered` in the event history',
    '- It sleeps until all of them have expired, which is some minutes after they end, and answers no query',
    '- Do not terminate it: the invites would hear of the call only by asking Graph',
  ].join('\n');
}

async function signalled(
  client: Client,
  callId: string,
  registration: Registration,
): Promise<boolean> {
  try {
    const register = client.workflow.getHandle(callWorkflowId(callId));
    await register.signal(inviteRegisteredSignal, registration);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
