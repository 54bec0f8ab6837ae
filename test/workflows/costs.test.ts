/** What each way in which an invite can go may cost, exactly: a change of these numbers is a change for whoever pays for them. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import { billableActions } from '../../bench/costs/billable-actions.ts';
import { countHistory, signalsCameTogether } from '../../bench/costs/history-counts.ts';
import type { PostInviteAnswer } from '../../contracts/activities.ts';
import { callWorkflowId, normaliseId } from '../../contracts/ids.ts';
import type { Deadlines } from '../../contracts/invite.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import { createCallRegisterWriter } from '../../worker/call-register-writer.ts';
import {
  ada,
  grace,
  graphFault,
  inRoster,
  nothingToLearn,
  oneAfterTheOther,
  phone,
  rosterOf,
  user,
} from '../support/facts.ts';
import { eventsOf } from '../support/histories.ts';
import { onOwnCall, running, soon, useInvites, type StartedInvite } from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (more: Partial<InviteRequest> = {}) =>
  onOwnCall({ participants: [user(ada)], tenantId: 'tenant-1', ...more });
const within = (deadlines: Partial<Deadlines>) =>
  inviteAda({ deadlines: { ...soon, ...deadlines } });

async function joinApart(invite: StartedInvite, ...people: readonly string[]): Promise<void> {
  await invite.inPhase('awaitingOutcome');
  await invite.tell('operationCompleted');
  await invite.inPhase('awaitingRoster');
  await invite.tell('rosterUpdated', { participants: people.map((id) => inRoster(id)) });
}

/** Events, workflow tasks, activity attempts, timers, signals, upserts and billable actions of a run that is over. */
async function costOf(handle: WorkflowHandle) {
  await handle.result().catch(() => undefined);
  const counts = countHistory(await eventsOf(handle));
  const { events, workflowTasks: tasks, activityAttempts: activities } = counts;
  const { timers, signals, upserts, markers } = counts;
  expect({ upserts, markers }).toEqual({ upserts: 1, markers: 0 });
  return { events, tasks, activities, timers, signals, actions: billableActions(counts) };
}

const apart = { events: 24, tasks: 4, activities: 1, timers: 2, signals: 2, actions: 7 };

describe('an invite that joins costs', () => {
  test('24 events and 7 actions when completion and roster come apart', async () => {
    const invite = await invites.start(inviteAda());
    await joinApart(invite, ada);
    expect(await costOf(invite.handle)).toEqual(apart);
  });

  test('19 events and 6 actions when they come together', async () => {
    let invite = await invites.start(inviteAda());
    for (let tries = 0; tries < 20; tries += 1) {
      await invite.inPhase('awaitingOutcome');
      await Promise.all([
        invite.tell('operationCompleted'),
        invite.tell('rosterUpdated', { participants: [inRoster(ada)] }),
      ]);
      await invite.result();
      if (signalsCameTogether(await eventsOf(invite.handle))) break;
      invite = await invites.start(inviteAda());
    }
    const together = { events: 19, tasks: 3, activities: 1, timers: 1, signals: 2, actions: 6 };
    expect(await costOf(invite.handle)).toEqual(together);
  });

  test('the same for several people as for one, and for a phone', async () => {
    const several = await invites.start(inviteAda({ participants: [user(ada), user(grace)] }));
    await joinApart(several, ada, grace);
    expect(await costOf(several.handle)).toEqual(apart);
    const dialOut = await invites.start(
      inviteAda({ participants: [{ identity: { phone: { id: phone } } }] }),
    );
    await joinApart(dialOut, phone);
    expect(await costOf(dialOut.handle)).toEqual(apart);
  });

  test('the same for a move, and a timer and a signal more for a replace', async () => {
    const replacesCallId = randomUUID();
    const move = await invites.start(
      inviteAda({ participants: [{ ...user(ada), replacesCallId, participantId: 'p-7' }] }),
    );
    await joinApart(move, ada);
    expect(await costOf(move.handle)).toEqual(apart);
    const replace = await invites.start(
      inviteAda({ participants: [{ ...user(ada), replacesCallId }] }),
    );
    await joinApart(replace, ada);
    await replace.inPhase('awaitingTeardown');
    await replace.tell('originalCallTerminated', { callId: replacesCallId });
    const cost = { events: 30, tasks: 5, activities: 1, timers: 3, signals: 3, actions: 9 };
    expect(await costOf(replace.handle)).toEqual(cost);
  });

  test('two actions less with confirmRoster: false', async () => {
    const invite = await invites.start(inviteAda({ confirmRoster: false }));
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    const cost = { events: 18, tasks: 3, activities: 1, timers: 1, signals: 1, actions: 5 };
    expect(await costOf(invite.handle)).toEqual(cost);
  });

  test('a timer more with ringMs', async () => {
    const invite = await invites.start(within({ ringMs: 5_000 }));
    await joinApart(invite, ada);
    const more = { ...apart, events: apart.events + 2, timers: 3, actions: apart.actions + 1 };
    expect(await costOf(invite.handle)).toEqual(more);
  });

  test('an activity and a timer more when Graph throttles once', async () => {
    const throttled = graphFault('GraphThrottled', { status: 429, retryAfterMs: 0 });
    const invite = await invites.start(inviteAda(), {
      postInvite: oneAfterTheOther<PostInviteAnswer>(throttled, running),
    });
    await joinApart(invite, ada);
    const cost = { events: 35, tasks: 6, activities: 2, timers: 3, signals: 2, actions: 9 };
    expect(await costOf(invite.handle)).toEqual(cost);
  });
});

describe('an invite that ends otherwise costs', () => {
  test.each([
    ['declined', { code: 603, subcode: 0 }],
    ['nobody answers', { code: 487, subcode: 10004 }],
  ])('18 events and 5 actions when %s', async (_how, resultInfo) => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationFailed', { resultInfo });
    const cost = { events: 18, tasks: 3, activities: 1, timers: 1, signals: 1, actions: 5 };
    expect(await costOf(invite.handle)).toEqual(cost);
  });

  test('a timer more when the call ended', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('callTerminated');
    const cost = { events: 23, tasks: 4, activities: 1, timers: 2, signals: 1, actions: 6 };
    expect(await costOf(invite.handle)).toEqual(cost);
  });

  test('one more activity, and no signal, when it is taken back', async () => {
    const taking = {
      postInvite: () =>
        Promise.resolve({
          ...running,
          participantIds: [{ key: normaliseId(ada), participantId: 'p-1' }],
        }),
      removeParticipant: () => Promise.resolve({ removed: true }),
    };
    const canceled = await invites.start(inviteAda(), taking);
    await canceled.inPhase('awaitingOutcome');
    await canceled.handle.cancel();
    const cost = { events: 23, tasks: 4, activities: 2, timers: 1, signals: 0, actions: 5 };
    expect(await costOf(canceled.handle)).toEqual(cost);
    const rungOut = await invites.start(within({ ringMs: 50 }), taking);
    expect(await costOf(rungOut.handle)).toEqual({ ...cost, events: 24, timers: 2, actions: 6 });
  });
});

describe('what went wrong on the way costs', () => {
  const everyone = { readRoster: () => Promise.resolve(rosterOf([inRoster(ada)])) };

  test('a timer for the evidence wait after an unclear POST', async () => {
    const invite = await invites.start(within({ unknownMs: 10_000 }), {
      postInvite: () => Promise.reject(graphFault('GraphUnclear')),
    });
    await joinApart(invite, ada);
    const more = { ...apart, events: apart.events + 2, timers: 3, actions: apart.actions + 1 };
    expect(await costOf(invite.handle)).toEqual(more);
  });

  test('one reading instead of two signals when all notifications are lost', async () => {
    const lost = await invites.start(within({ operationMs: 1_000 }), everyone);
    const cost = { events: 23, tasks: 4, activities: 2, timers: 1, signals: 0, actions: 5 };
    expect(await costOf(lost.handle)).toEqual(cost);
  });

  test('one reading instead of its signal when the roster is lost', async () => {
    const lost = await invites.start(within({ rosterMs: 50 }), { ...nothingToLearn, ...everyone });
    await lost.inPhase('awaitingOutcome');
    await lost.tell('operationCompleted');
    const cost = { events: 29, tasks: 5, activities: 2, timers: 2, signals: 1, actions: 7 };
    expect(await costOf(lost.handle)).toEqual(cost);
  });
});

describe('the register of a call costs', () => {
  async function registered(atMs: readonly number[], forMs: number) {
    const { client, taskQueue } = invites.server();
    const writer = createCallRegisterWriter(client, taskQueue);
    const callId = randomUUID();
    for (const [index, ms] of atMs.entries()) {
      const registration = {
        ...{ inviteId: `invite-${index}`, participantKeys: ['p1'], role: 'target' as const },
        expiresAt: new Date(Date.now() + forMs + ms).toISOString(),
      };
      await writer.register(callId, registration, forMs + ms);
    }
    return client.workflow.getHandle(callWorkflowId(callId));
  }
  const figures = async (register: WorkflowHandle) => {
    const counts = countHistory(await eventsOf(register));
    const { events, workflowTasks: tasks, timers } = counts;
    return { events, tasks, timers, actions: billableActions(counts) };
  };

  test('one event and one action for each invite while it sleeps', async () => {
    const register = await registered([0, 0, 0, 0, 0], 60_000);
    try {
      expect(await figures(register)).toEqual({ events: 5, tasks: 0, timers: 0, actions: 5 });
    } finally {
      await register.terminate();
    }
  });

  test('one workflow task and no action more when its only invite expires', async () => {
    const register = await registered([0], 200);
    await register.result();
    expect(await figures(register)).toEqual({ events: 5, tasks: 1, timers: 0, actions: 1 });
  });

  test('one timer and one task more for all that came before it woke', async () => {
    const register = await registered([0, 300, 400, 500, 600], 1_000);
    await register.result();
    expect(await figures(register)).toEqual({ events: 14, tasks: 2, timers: 1, actions: 6 });
  });
});
