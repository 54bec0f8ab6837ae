/** Asking Graph at the deadlines: how often, how long, and what ends it. */
import { describe, expect, test } from 'vitest';
import type { ReadRosterInput } from '../../contracts/activities.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import {
  ada,
  graphFault,
  hold,
  inRoster,
  nothingToLearn,
  rosterOf,
  user,
} from '../support/facts.ts';
import { activitiesIn, eventsOf, record, type HistoryEvent } from '../support/histories.ts';
import { failureDetails, onOwnCall, soon, useInvites } from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (deadlines: InviteRequest['deadlines'] = {}) =>
  onOwnCall({ participants: [user(ada)], deadlines: { ...soon, ...deadlines } });

const unreachable = () => Promise.reject(graphFault('GraphUnclear'));

/** Milliseconds that each scheduled activity of this name may take, tries and pauses included. */
function timesFor(events: readonly HistoryEvent[], activity: string): number[] {
  return events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    if (scheduled?.activityType?.name !== activity) return [];
    const { seconds, nanos } = scheduled.scheduleToCloseTimeout ?? {};
    return Number(seconds) * 1_000 + (nanos ?? 0) / 1e6;
  });
}

describe.concurrent('asking Graph', () => {
  test('has one budget for the life of an invite: the roster gets what the outcome left', async () => {
    const request = inviteAda({ operationMs: 100, rosterMs: 100, reconcileMs: 5_000 });
    const invite = await invites.start(request, {
      readRoster: unreachable,
      readCall: unreachable,
      readOperation: unreachable,
    });
    await expect.poll(() => invite.activities(), { timeout: 10_000 }).toContain('readOperation');
    await invite.tell('operationCompleted');
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'RosterUnconfirmed' });
    const events = await eventsOf(invite.handle);
    const [first = 0, second = 0] = timesFor(events, 'readRoster');
    // Half of 5 s at first; then half of what is left, and three questions with a pause of 1 s each were tried before.
    expect(first).toBe(2_500);
    expect(second).toBeLessThanOrEqual(1_500);
    expect(second).toBeGreaterThan(500);
  });

  test('leaves time for the next question when one gets no answer', async () => {
    const invite = await invites.start(inviteAda({ operationMs: 100, reconcileMs: 1_500 }), {
      readRoster: unreachable,
      readCall: () => Promise.resolve({ ended: true }),
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
  });

  test('takes an answer that cannot be read for none', async () => {
    // What a payload becomes that was stored in clear, or changed, where payloads are encrypted.
    const unreadable = () => Promise.resolve({ unreadablePayload: true } as never);
    const invite = await invites.start(
      inviteAda({ operationMs: 5_000, unknownMs: 100, reconcileMs: 1_500 }),
      { postInvite: unreadable, readRoster: unreadable, readCall: unreadable },
    );
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteOutcomeUnknown' });
    const posts = (await invite.activities()).filter((name) => name === 'postInvite');
    expect(posts).toHaveLength(1);
  });

  test('wants a roster that says something at a deadline, and any roster to take an invite back', async () => {
    const asked: ReadRosterInput[] = [];
    const invite = await invites.start(inviteAda({ ringMs: 100, operationMs: 4_000 }), {
      ...nothingToLearn,
      readRoster: (input) => {
        asked.push(input);
        return Promise.resolve(rosterOf([], 2));
      },
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteOutcomeUnknown' });
    expect(asked.map(({ askAgainWhenEmpty }) => askAgainWhenEmpty)).toEqual([undefined, true]);
  });

  test('ends at once with a cancel, and the invite is taken back', async () => {
    const roster = hold<ReturnType<typeof rosterOf>>();
    let asked = 0;
    const invite = await invites.start(inviteAda({ operationMs: 100, reconcileMs: 20_000 }), {
      ...nothingToLearn,
      readRoster: () => {
        asked += 1;
        const lobby = inRoster(ada, { inLobby: true, participantId: 'p-1' });
        return asked === 1 ? roster.reach() : Promise.resolve(rosterOf([lobby]));
      },
      removeParticipant: () => Promise.resolve({ removed: true }),
    });
    await roster.reached;
    await invite.handle.cancel();
    await expect(invite.result()).rejects.toMatchObject({
      message: 'Workflow execution cancelled',
    });
    expect(await invite.recordedOutcome()).toBe('canceled');
    roster.go(rosterOf([]));
    const activities = activitiesIn(await eventsOf(invite.handle));
    expect(activities).toEqual(['postInvite', 'readRoster', 'readRoster', 'removeParticipant']);
    await record('canceled-while-asking', invite.handle);
  });
});
