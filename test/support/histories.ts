/** What a run's history says, and where histories are kept for replay without a server. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

export const historiesFolder = fileURLToPath(new URL('../replay/histories/', import.meta.url));

export async function eventsOf(handle: WorkflowHandle): Promise<HistoryEvent[]> {
  return (await handle.fetchHistory()).events ?? [];
}

/** Names of the scheduled activities, in order. */
export function activitiesIn(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
}

/** Milliseconds since the epoch at which each activity of this name was scheduled. */
export function scheduledAt(events: readonly HistoryEvent[], activity: string): number[] {
  return events
    .filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity)
    .map(timeOf);
}

/** When the server stored an event, in milliseconds since the epoch. */
export function timeOf(event: HistoryEvent | undefined): number {
  const { seconds, nanos } = event?.eventTime ?? {};
  return Number(seconds) * 1_000 + (nanos ?? 0) / 1e6;
}

export function countOf(events: readonly HistoryEvent[], attributes: keyof HistoryEvent): number {
  return events.filter((event) => event[attributes] != null).length;
}

/**
 * Keeps a finished run for test/replay when RECORD_HISTORIES=1, unless one of that name is kept already: code that is to
 * replay old histories is not tested by new ones (docs/changing-workflows.md). Stack traces are emptied: they hold paths of the machine
 * that recorded them, and replay does not read them.
 */
export async function record(path: string, handle: WorkflowHandle): Promise<void> {
  if (process.env['RECORD_HISTORIES'] !== '1') return;
  const json: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()), (name, value) =>
    name === 'stackTrace' ? '' : (value as unknown),
  );
  await mkdir(historiesFolder, { recursive: true });
  const file = `${historiesFolder}${path}.json`;
  if (!existsSync(file)) await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
}
