import type { Client } from '@temporalio/client';
import { inviteWorkflowId } from '../contracts/ids.ts';
import { decodeStored } from '../runtime/stored-history.ts';

/** What a running or ended invite was started with, out of its first history event. */
export interface StoredStart {
  readonly workflowType: string | undefined;
  readonly request: unknown;
}

/** Read by this client's own data converter, so that encrypted payloads can be compared too. */
export async function readStoredStart(client: Client, inviteId: string): Promise<StoredStart> {
  const workflowId = inviteWorkflowId(inviteId);
  const { namespace } = client.options;
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const start = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const { payloadConverter } = client.options.loadedDataConverter;
  const [payload] = await decodeStored(client, workflowId, start?.input?.payloads ?? []);
  return {
    workflowType: start?.workflowType?.name ?? undefined,
    request: payload === undefined ? undefined : payloadConverter.fromPayload(payload),
  };
}
