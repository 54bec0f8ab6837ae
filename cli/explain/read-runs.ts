import type { Client } from '@temporalio/client';
import { InviteNotFoundError } from '../../client/index.ts';
import { temporalCall } from '../../client/temporal-call.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import {
  decodeStored,
  readHistoryEvents,
  type HistoryEvent,
} from '../../runtime/stored-history.ts';
import { decodeEvents, type DecodePayloads } from './decode-events.ts';
import type { InviteEvent } from './invite-event.ts';

/** Of one page; Temporal's client has no deadline of its own. */
const pageTimeoutMs = 10_000;

export interface InviteHistory {
  /** Of all runs, in their order. */
  readonly events: readonly InviteEvent[];
  /** Temporal has forgotten the first runs. */
  readonly incomplete: boolean;
}

/**
 * Everything that Temporal keeps of an invite. It needs no worker.
 * @throws InviteNotFoundError, TemporalUnavailableError, TemporalRefusedError; UnknownPayloadKeyError
 */
export async function readInviteHistory(client: Client, inviteId: string): Promise<InviteHistory> {
  const read = (runId?: string) => readRun(client, inviteId, runId);
  const runs = [await read()];
  let incomplete = false;
  // Back to the first run, and on where the newest one was continued while it was read.
  for (let runId = cameFrom(runs); runId !== undefined && !incomplete; runId = cameFrom(runs)) {
    const earlier = await unlessForgotten(read(runId));
    incomplete = earlier === undefined;
    if (earlier) runs.unshift(earlier);
  }
  for (let runId = goesOnIn(runs); runId !== undefined; runId = goesOnIn(runs)) {
    runs.push(await read(runId));
  }
  const decode = decoderOf(client, inviteId);
  const events = await Promise.all(runs.map((run) => decodeEvents(run, decode)));
  return { events: events.flat(), incomplete };
}

function cameFrom([first]: readonly (readonly HistoryEvent[])[]): string | undefined {
  const [started] = first ?? [];
  return started?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}

function goesOnIn(runs: readonly (readonly HistoryEvent[])[]): string | undefined {
  const last = runs.at(-1)?.at(-1);
  return last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId || undefined;
}

async function unlessForgotten<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof InviteNotFoundError) return undefined;
    throw error;
  }
}

async function readRun(
  client: Client,
  inviteId: string,
  runId: string | undefined,
): Promise<readonly HistoryEvent[]> {
  const execution = { workflowId: inviteWorkflowId(inviteId), runId };
  const call = { client, timeoutMs: pageTimeoutMs, doing: 'give the history', inviteId };
  return readHistoryEvents(client, execution, (request) => temporalCall(call, request));
}

/** By the client's own data converter, so that encrypted payloads are read too. */
function decoderOf(client: Client, inviteId: string): DecodePayloads {
  const { payloadConverter } = client.options.loadedDataConverter;
  const workflowId = inviteWorkflowId(inviteId);
  return async (payloads) => {
    const decoded = await decodeStored(client, workflowId, payloads);
    return decoded.map((payload) => readable(() => payloadConverter.fromPayload(payload)));
  };
}

/** Anybody can signal anything; what is no JSON is told as ill-formed, and hides nothing else. */
function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
