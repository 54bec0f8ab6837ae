import type { Client } from '@temporalio/client';
import { inviteRegisteredSignal } from '../contracts/messages.ts';
import {
  readHistoryEvents,
  type HistoryEvent,
  type StoredPayload,
} from '../runtime/stored-history.ts';

/** What the history of a register says, payloads still encoded. */
export type RegisterHistory =
  | { readonly kind: 'open'; readonly payloads: readonly StoredPayload[] }
  | { readonly kind: 'closed' }
  /** It went on in another run while its pages were read. */
  | { readonly kind: 'continued' }
  /**
   * A worker is at work on it. Signals accepted meanwhile are held back from the history until the workflow task ends
   * (measured on server 1.31.2), so that a registration may be missing.
   */
  | { readonly kind: 'unsettled' };

/** The newest run, all pages. Rejects as the client does when there is no such workflow. */
export async function readRegisterHistory(
  client: Client,
  workflowId: string,
): Promise<RegisterHistory> {
  const events = await readHistoryEvents(client, { workflowId });
  const last = events.at(-1);
  if (last?.workflowExecutionContinuedAsNewEventAttributes != null) return { kind: 'continued' };
  if (last !== undefined && isEnd(last)) return { kind: 'closed' };
  if (isAtWork(events)) return { kind: 'unsettled' };
  return { kind: 'open', payloads: events.flatMap(registrationPayloads) };
}

function isEnd(event: HistoryEvent): boolean {
  return (
    event.workflowExecutionCompletedEventAttributes != null ||
    event.workflowExecutionFailedEventAttributes != null ||
    event.workflowExecutionTimedOutEventAttributes != null ||
    event.workflowExecutionCanceledEventAttributes != null ||
    event.workflowExecutionTerminatedEventAttributes != null
  );
}

function isAtWork(events: readonly HistoryEvent[]): boolean {
  const step = events.findLast(
    (event) =>
      event.workflowTaskStartedEventAttributes != null ||
      event.workflowTaskCompletedEventAttributes != null ||
      event.workflowTaskFailedEventAttributes != null ||
      event.workflowTaskTimedOutEventAttributes != null,
  );
  return step?.workflowTaskStartedEventAttributes != null;
}

function registrationPayloads(event: HistoryEvent): readonly StoredPayload[] {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started != null) return started.input?.payloads ?? [];
  const signalled = event.workflowExecutionSignaledEventAttributes;
  return signalled?.signalName === inviteRegisteredSignal.name
    ? (signalled.input?.payloads?.slice(0, 1) ?? [])
    : [];
}
