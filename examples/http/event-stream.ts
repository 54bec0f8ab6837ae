import { Readable } from 'node:stream';
import type { InviteHandle, InviteStatus } from 'graph-invite-orchestrator/client';
import { answerForError } from './answer-for-error.ts';

export const eventStreamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // A closing server waits for open connections; this one is not to be kept after its last event.
  connection: 'close',
} as const;

/**
 * Server-sent events: a `status` for each change, and `end` after the last one. It settles with the first status, so
 * that an unknown invite is still an ordinary answer with a status of its own.
 * @throws what `watch()` throws at the first status
 */
export async function openEventStream(
  invite: InviteHandle,
  signal: AbortSignal,
): Promise<Readable> {
  const statuses = invite.watch({ signal });
  const first = await statuses.next();
  return Readable.from(eventsOf(first.done ? [] : [first.value], statuses, signal));
}

async function* eventsOf(
  first: readonly InviteStatus[],
  rest: AsyncIterable<InviteStatus>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    for (const status of first) yield event('status', status);
    for await (const status of rest) yield event('status', status);
    yield event('end', {});
  } catch (error) {
    // Aborted: nobody listens any more, or the server closes and the browser's EventSource connects again elsewhere.
    if (!signal.aborted) yield event('error', answerForError(error).body);
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
