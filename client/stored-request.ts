import type { Client } from '@temporalio/client';
import { inviteWorkflowId } from '../contracts/ids.ts';

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
  const { payloadConverter, payloadCodecs } = client.options.loadedDataConverter;
  const context = { type: 'workflow', namespace, workflowId } as const;
  let payloads = start?.input?.payloads ?? [];
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads, context);
  const [payload] = payloads;
  return {
    workflowType: start?.workflowType?.name ?? undefined,
    request: payload === undefined ? undefined : payloadConverter.fromPayload(payload),
  };
}
