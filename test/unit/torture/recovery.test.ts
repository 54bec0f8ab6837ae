import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../support/histories.ts';
import type { Struck } from '../../torture/nemesis.ts';
import { recoveriesOf, timelineOf, type Task } from '../../torture/recovery.ts';

const kill: Struck = {
  strike: { lane: 'processes', kind: 'workerKilled', process: 'worker-1', atMs: 0, forMs: 0 },
  ...{ from: 10_000, to: 14_000, pid: 77 },
};
const task = (scheduledAt: number, completedAt: number, worker = '77@here'): Task => ({
  ...{ scheduledAt, completedAt, worker },
});
const recovered = (...tasks: Task[]) => recoveriesOf([kill], [{ inviteId: 'one', tasks }])[0];

test('an invite that the killed worker held recovers with its next task', () => {
  expect(recovered(task(9_000, 9_010), task(9_500, 20_000, '88@here'))).toEqual({
    ...{
      kind: 'workerKilled',
      process: 'worker-1',
      invites: 1,
      slowestMs: 10_000,
      promisedMs: 12_000,
    },
  });
});

test('the time in which there was nothing to do does not count', () => {
  const later = recovered(task(9_000, 9_010), task(30_000, 30_500, '88@here'));
  expect(later?.slowestMs).toBe(500);
});

test('invites of other workers, and those that were over, do not count', () => {
  expect(recovered(task(9_000, 9_010, '88@here'), task(11_000, 11_900))?.slowestMs).toBeNull();
  expect(recovered(task(9_000, 9_010))?.invites).toBe(0);
});

test('the slowest counts', () => {
  const timelines = [700, 1_500, 900].map((tookMs, index) => ({
    inviteId: String(index),
    tasks: [task(1, 2), task(10_500, 10_500 + tookMs, '88@here')],
  }));
  expect(recoveriesOf([kill], timelines)[0]).toMatchObject({ invites: 3, slowestMs: 1_500 });
});

test('the kill of the server concerns everybody, a pause nobody', () => {
  const server: Struck = {
    ...kill,
    strike: { ...kill.strike, lane: 'processes', kind: 'temporalKilled', process: 'temporal' },
  };
  const paused: Struck = {
    ...kill,
    strike: { lane: 'processes', kind: 'workerPaused', process: 'worker-1', atMs: 0, forMs: 1 },
  };
  const timelines = [{ inviteId: 'one', tasks: [task(1, 2, '88@here'), task(10_100, 12_000)] }];
  expect(recoveriesOf([server, paused], timelines)).toEqual([
    {
      kind: 'temporalKilled',
      process: 'temporal',
      invites: 1,
      slowestMs: 1_900,
      promisedMs: 30_000,
    },
  ]);
});

test('a task that nobody took and that was scheduled again counts from the first time', () => {
  const at = (seconds: number) => ({ eventTime: { seconds, nanos: 500_000_000 } });
  const events = [
    { ...at(1), eventId: 2, workflowTaskScheduledEventAttributes: {} },
    { ...at(11), eventId: 3, workflowTaskTimedOutEventAttributes: {} },
    { ...at(11), eventId: 4, workflowTaskScheduledEventAttributes: {} },
    { ...at(12), eventId: 6, workflowTaskCompletedEventAttributes: { identity: '88@here' } },
  ] as unknown as readonly HistoryEvent[];
  expect(timelineOf('one', events).tasks).toEqual([task(1_500, 12_500, '88@here')]);
});
