import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../../runtime/stored-history.ts';
import { waits } from '../../../bench/engine/read-histories.ts';

const at = (ms: number) => ({
  eventTime: { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 },
});

describe('how long tasks wait for a worker', () => {
  it('is the time from each scheduled event to the started one that names it', () => {
    const events: readonly unknown[] = [
      { eventId: 2, ...at(999), workflowTaskScheduledEventAttributes: {} },
      { eventId: 3, ...at(1_004), workflowTaskStartedEventAttributes: { scheduledEventId: 2 } },
      { eventId: 7, ...at(2_000), workflowTaskScheduledEventAttributes: {} },
      { eventId: 9, ...at(2_250), workflowTaskStartedEventAttributes: { scheduledEventId: 7 } },
      { eventId: 12, ...at(3_000), workflowTaskScheduledEventAttributes: {} },
    ];
    const found = waits(
      events as readonly HistoryEvent[],
      'workflowTaskScheduledEventAttributes',
      'workflowTaskStartedEventAttributes',
    );
    expect(found.map(Math.round)).toEqual([5, 250]);
  });
});
