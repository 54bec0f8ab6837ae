import type { Client } from '@temporalio/client';

type Page = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>;
export type HistoryEvent = NonNullable<NonNullable<Page['history']>['events']>[number];
export type StoredPayload = NonNullable<NonNullable<HistoryEvent['userMetadata']>['summary']>;

interface Execution {
  readonly workflowId: string;
  /** Default: the newest run. */
  readonly runId?: string | undefined;
}

/**
 * All events of one run, payloads still encoded.
 * @param ask makes the request for each page, with a deadline and errors of the caller's own
 */
export async function readHistoryEvents(
  client: Client,
  { workflowId, runId }: Execution,
  ask: (request: () => Promise<Page>) => Promise<Page> = (request) => request(),
): Promise<HistoryEvent[]> {
  const { namespace } = client.options;
  const execution = { workflowId, ...(runId !== undefined && { runId }) };
  const events: HistoryEvent[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await ask(() =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution,
        skipArchival: true,
        nextPageToken,
      }),
    );
    events.push(...(page.history?.events ?? []));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
  return events;
}

/** Through the client's own codecs, so that encrypted payloads are read too. @throws what a codec throws */
export async function decodeStored(
  client: Client,
  workflowId: string,
  payloads: readonly StoredPayload[],
): Promise<StoredPayload[]> {
  const { namespace, loadedDataConverter } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  let decoded = [...payloads];
  for (const codec of loadedDataConverter.payloadCodecs.toReversed()) {
    decoded = await codec.decode(decoded, context);
  }
  return decoded;
}
