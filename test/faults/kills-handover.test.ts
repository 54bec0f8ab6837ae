/**
 * One of two workers goes, or the only one comes back at once: who takes over, and how soon (docs/reliability.md 7, rows
 * 5 and 6, and the recovery of section 1).
 */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  confirmedBy,
  endOf,
  executedPosts,
  historyOf,
  inHistory,
  inLedger,
  inPhase,
  lastWorker,
  outcomeOf,
  type StackInvite,
} from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import type { HistoryEvent } from '../support/histories.ts';
import { until } from '../support/until.ts';

const { stack, invite, several } = useStack({ workers: 2 });
const first = () => stack().process('worker-1');
const second = () => stack().process('worker-2');

type Group = readonly StackInvite[];

const postsOf = (group: Group) => group.map((one) => executedPosts(stack(), one));
const all = <T>(group: Group, value: T) => group.map(() => value);
const isCompleted = (event: HistoryEvent) => event.activityTaskCompletedEventAttributes != null;
const isTimedOut = (event: HistoryEvent) => event.activityTaskTimedOutEventAttributes != null;

describe('a worker that is asked to stop', () => {
  test('finishes the POSTs in flight and reports them, and another goes on (row 5)', async () => {
    await second().stop();
    const ringing = await several(3, { script: { answer: { kind: 'answer', afterMs: 8_000 } } });
    await inPhase('awaitingOutcome', ringing);
    const posting = await several(5, { script: { lost: ['roster'], postAnswerAfterMs: 6_000 } });
    await inLedger(stack(), 'postReceived', posting);
    const stopping = first().stop();
    await second().start();
    expect(await stopping).toBe(0);
    for (const { callId } of posting) stack().simulator.sendRoster(callId);
    const invites = [...posting, ...ringing];
    expect(await Promise.all(invites.map(outcomeOf))).toEqual(all(invites, 'joined'));
    expect(postsOf(invites)).toEqual(all(invites, 1));
    for (const one of posting) {
      const events = await historyOf(stack(), one);
      expect(events.filter(isCompleted)).toHaveLength(1);
      expect(events.filter(isTimedOut)).toHaveLength(0);
      expect(lastWorker(events)).toMatch(new RegExp(`^${second().pid()}@`));
    }
  });
});

describe('a worker that stands still for longer than its POSTs may take', () => {
  const nothingTold = { lost: ['completion', 'roster'] } as const;
  let told: Group;
  let untold: Group;
  let declined: StackInvite;

  beforeAll(async () => {
    await second().stop();
    await first().start();
    const held = { postAnswerAfterMs: 8_000 };
    told = await several(2, { script: held });
    // Open long enough to be there when the late completion comes.
    const deadlines = { unknownMs: 8_000 };
    untold = await several(3, { script: { ...held, ...nothingTold }, deadlines });
    declined = await invite({ script: { ...held, answer: { kind: 'decline', afterMs: 6_000 } } });
    const invites = [...told, ...untold, declined];
    await inLedger(stack(), 'postReceived', invites);
    first().pause();
    await second().start();
    const timedOut = (events: readonly HistoryEvent[]) => events.some(isTimedOut);
    await inHistory(stack(), 'the POST has timed out', untold, timedOut);
    first().resume();
    // It has gone on: Graph's answer, or its own time-out for it, stands in its log.
    await until(
      () => untold.every(({ inviteId }) => first().output().includes(`invite/${inviteId}`)),
      'the worker has ended its activities',
    );
  });

  test('changes nothing when it goes on (row 6)', async () => {
    const ends = await Promise.all(untold.map(confirmedBy));
    expect(ends).toMatchObject(all(untold, { completion: 'reconciliation' }));
    expect(postsOf(untold)).toEqual(all(untold, 1));
    for (const one of untold) {
      const events = await historyOf(stack(), one);
      const closed = events.filter((event) => isCompleted(event) && isPost(event, events));
      expect(closed).toEqual([]);
    }
  });

  test('holds up nobody whose outcome another worker hears of (row 6)', async () => {
    const ends = await Promise.all(told.map(confirmedBy));
    expect(ends).toMatchObject(all(told, { completion: 'notification' }));
    expect(await outcomeOf(declined)).toBe('InviteDeclined');
    expect(postsOf([...told, declined])).toEqual([1, 1, 1]);
  });

  test('works on', async () => {
    await second().stop();
    expect(await endOf(await invite())).toMatchObject({ kind: 'joined' });
    await second().start();
  });
});

describe('invites in flight when a worker is killed', () => {
  const waitsForRoster = { script: { lost: ['roster'] } } as const;

  /** Everyone has answered, and the roster is all that is awaited. */
  async function inFlight(count: number): Promise<Group> {
    const invites = await several(count, waitsForRoster);
    await inPhase('awaitingRoster', invites);
    return invites;
  }

  /** Milliseconds from the moment at which the news was stored until each of them had ended. */
  async function recoveries(invites: Group): Promise<readonly number[]> {
    return await Promise.all(
      invites.map(async (one) => {
        expect(await outcomeOf(one)).toBe('joined');
        const events = await historyOf(stack(), one);
        const news = events.findLast((event) => event.workflowExecutionSignaledEventAttributes);
        return Math.round(timeOf(events.at(-1)) - timeOf(news));
      }),
    );
  }

  test('go on within 12 s on the other worker', async ({ annotate }) => {
    const invites = await inFlight(16);
    const histories = await Promise.all(invites.map((one) => historyOf(stack(), one)));
    const held = histories.filter((events) =>
      lastWorker(events)?.startsWith(`${first().pid()}@`),
    ).length;
    expect(held).toBeGreaterThanOrEqual(5);
    await first().kill();
    for (const { callId } of invites) stack().simulator.sendRoster(callId);
    const longest = Math.max(...(await recoveries(invites)));
    await annotate(`${held} of 16 were its; the last was done ${longest} ms after the news`);
    expect(longest).toBeLessThan(12_000);
    expect(postsOf(invites)).toEqual(all(invites, 1));
    await first().start();
  });

  test('go on within 12 s of the restart of the only worker', async ({ annotate }) => {
    await second().stop();
    const invites = await inFlight(6);
    await first().kill();
    for (const { callId } of invites) stack().simulator.sendRoster(callId);
    const restartedAt = Date.now();
    await first().start();
    // How long a process takes to start is a matter of the machine.
    const startMs = Date.now() - restartedAt;
    const longest = Math.max(...(await recoveries(invites)));
    await annotate(`started in ${startMs} ms; the last was done ${longest} ms after the news`);
    expect(longest).toBeLessThan(12_000 + startMs);
    expect(postsOf(invites)).toEqual(all(invites, 1));
  });
});

/** Whether this end of an activity is that of the POST. */
function isPost(
  { activityTaskCompletedEventAttributes: done }: HistoryEvent,
  events: readonly HistoryEvent[],
): boolean {
  const scheduled = events.find(
    ({ eventId }) => String(eventId) === String(done?.scheduledEventId),
  );
  return scheduled?.activityTaskScheduledEventAttributes?.activityType?.name === 'postInvite';
}

/** Milliseconds since the epoch, of the server's clock. */
function timeOf(event: HistoryEvent | undefined): number {
  return Number(event?.eventTime?.seconds) * 1_000 + (event?.eventTime?.nanos ?? 0) / 1e6;
}
