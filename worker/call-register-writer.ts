import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { CallRegisterWriter } from '../contracts/call-register.ts';
import { callWorkflowId } from '../contracts/ids.ts';
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
      staticSummary: 'Who waits on this call',
      staticDetails:
        'The webhooks read the registrations from this history: the input and each `inviteRegistered`. It sleeps until they have expired.',
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
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
