/** Row 55: more notifications for one invite than one history may hold. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { InviteActivities } from '../../contracts/activities.ts';
import {
  graphFault,
  inRoster,
  ada,
  grace,
  nothingToLearn,
  rosterOf,
  user,
} from '../support/facts.ts';
import { activitiesIn, eventsOf, record, type HistoryEvent } from '../support/histories.ts';
import { onOwnCall, soon, useInvites, type StartedInvite } from '../support/invites.ts';
import { replayErrors } from '../support/replay.ts';
import { until } from '../support/until.ts';

const invites = useInvites();
/** The server suggests to continue as new at 4,096 events, and takes no more than 10,000 signals in one run. */
const suggestedAt = 4_096;
const longer = { ...soon, operationMs: 120_000, rosterMs: 120_000, teardownMs: 120_000 };

/**
 * Tells the same fact again and again, and lets the worker keep up: the server gives up a workflow task during which more
 * than 100 signals come, and at 10,000 in one run it refuses them.
 */
async function flood(
  invite: StartedInvite,
  tell: () => Promise<void>,
  isEnough: (told: number) => boolean | Promise<boolean>,
) {
  const atOnce = 90;
  for (let told = 0; !(await isEnough(told)); told += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, tell));
    await invite.status();
  }
}

/** The events of each run of the invite, first to last. */
async function runsOf({
  handle,
}: StartedInvite): Promise<{ runId: string; events: HistoryEvent[] }[]> {
  const { client } = invites.server();
  const runs = [];
  let runId: string | undefined = await firstRunId(handle);
  while (runId) {
    const events = await eventsOf(client.workflow.getHandle(handle.workflowId, runId));
    runs.push({ runId, events });
    runId =
      events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return runs;
}

async function firstRunId(handle: WorkflowHandle): Promise<string> {
  const { raw } = await handle.describe();
  return raw.workflowExecutionInfo?.firstRunId ?? '';
}

async function replayRuns(invite: StartedInvite, runs: { runId: string }[]): Promise<void> {
  const { client, bundle } = invites.server();
  const { workflowId } = invite.handle;
  const handles = runs.map(({ runId }) => client.workflow.getHandle(workflowId, runId));
  expect(await replayErrors(bundle, handles)).toEqual([]);
}

function counting(post: InviteActivities['postInvite']) {
  const posts = { count: 0 };
  const postInvite: InviteActivities['postInvite'] = async (input) => {
    posts.count += 1;
    return await post(input);
  };
  return { posts, postInvite };
}

describe('an invite with more notifications than a history may hold', () => {
  test('row 55: goes on in a new run, knows what it knew, and posts once', async () => {
    const { posts, postInvite } = counting(() =>
      Promise.resolve({ status: 'running', operationId: 'op-7', participantIds: [] }),
    );
    const request = onOwnCall({ participants: [user(ada), user(grace)], deadlines: longer });
    const invite = await invites.start(request, { ...nothingToLearn, postInvite });
    await invite.inPhase('awaitingOutcome');
    await invite.tell('rosterUpdated', {
      participants: [inRoster(ada, { participantId: 'ada-in-the-call' })],
    });
    const before = await invite.status();
    const inLobby = { participants: [inRoster(grace, { inLobby: true })] };
    const tell = () => invite.tell('rosterUpdated', inLobby);
    await flood(invite, tell, (told) => told >= 10_000);
    const after = await invite.status();
    expect(after).toMatchObject({ phase: 'awaitingOutcome', waitingUntil: before.waitingUntil });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(grace)] });
    const result = await invite.result();
    expect(result).toMatchObject({
      outcome: 'joined',
      operationId: 'op-7',
      participants: [
        { participantId: 'ada-in-the-call', rosterConfirmed: true },
        { rosterConfirmed: true },
      ],
      confirmedBy: { completion: 'notification', roster: 'notification' },
      postedAt: before.postedAt,
    });
    const runs = await runsOf(invite);
    expect(runs.length).toBeGreaterThan(1);
    for (const { events } of runs) expect(events.length).toBeLessThan(2 * suggestedAt);
    expect(runs.flatMap(({ events }) => activitiesIn(events))).toEqual(['postInvite']);
    expect(posts.count).toBe(1);
    expect(await invite.recordedOutcome()).toBe('joined');
    await replayRuns(invite, runs);
  });

  test('row 55: posts no more after the one repeat of an unclear POST, nor after completion', async () => {
    const { posts, postInvite } = counting(() => Promise.reject(graphFault('GraphUnclear')));
    const original = randomUUID();
    const request = onOwnCall({
      participants: [{ ...user(ada), replacesCallId: original }],
      deadlines: { ...longer, unknownMs: 60_000 },
      onUnknownOutcome: 'repostOnce',
    });
    const quick = { ...request, deadlines: { ...longer, unknownMs: 300 } };
    const invite = await invites.start(quick, { ...nothingToLearn, postInvite });
    invites.server().script(original, nothingToLearn);
    await until(() => posts.count === 2, 'the repeat is sent');
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    const inLobby = { participants: [inRoster(ada, { inLobby: true })] };
    const tell = () => invite.tell('rosterUpdated', inLobby);
    const first = await firstRunId(invite.handle);
    await flood(invite, tell, async (told) => {
      expect(told).toBeLessThan(2 * suggestedAt);
      return (await invite.handle.describe()).runId !== first;
    });
    expect(await invite.inPhase('awaitingRoster')).toMatchObject({ phase: 'awaitingRoster' });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.inPhase('awaitingTeardown');
    await invite.tell('originalCallTerminated', { callId: original });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    expect(posts.count).toBe(2);
    await replayRuns(invite, await runsOf(invite));
    await record('continued-after-completion', invite.handle);
  });
});

test('what a caller adds to the request is not taken for what an earlier run knew', async () => {
  const { client, taskQueue } = invites.server();
  const { posts, postInvite } = counting(() =>
    Promise.resolve({ status: 'running', operationId: 'op-1', participantIds: [] }),
  );
  const request = onOwnCall({ participants: [user(ada)] });
  const script = { ...nothingToLearn, postInvite, readRoster: () => Promise.resolve(rosterOf([])) };
  invites.server().script(request.callId, script);
  const handle = await client.workflow.start('inviteParticipants', {
    workflowId: `invite/${randomUUID()}`,
    taskQueue,
    args: [
      request,
      { postingOver: true, post: 'accepted', completed: { source: 'response', at: 1 } },
    ],
  });
  await until(() => posts.count === 1, 'the invite is posted');
  await handle.terminate();
});

test('a run that follows one that failed does not know what was posted, and posts nothing', async () => {
  const { client, taskQueue } = invites.server();
  const { posts, postInvite } = counting(() =>
    Promise.resolve({ status: 'running', operationId: 'op-1', participantIds: [] }),
  );
  const deadlines = { ...soon, unknownMs: 100, reconcileMs: 100 };
  const participants = [user(ada)];
  const request = onOwnCall({ participants, deadlines, onUnknownOutcome: 'repostOnce' });
  invites.server().script(request.callId, { ...nothingToLearn, postInvite });
  const handle = await client.workflow.start('inviteParticipants', {
    workflowId: `invite/${randomUUID()}`,
    taskQueue,
    args: [request],
    workflowRunTimeout: 3_000,
    retry: { maximumAttempts: 2, initialInterval: 100 },
  });
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'InviteOutcomeUnknown' } });
  expect(posts.count).toBe(1);
});
