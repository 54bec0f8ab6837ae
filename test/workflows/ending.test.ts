import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { InviteRequest } from '../../contracts/types.ts';
import {
  ada,
  grace,
  graphFault,
  heldPost,
  inRoster,
  nothingToLearn,
  rosterOf,
  user,
} from '../support/facts.ts';
import { eventsOf, record, timeOf } from '../support/histories.ts';
import { failureDetails, onOwnCall, running, soon, useInvites } from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (deadlines: InviteRequest['deadlines'] = {}) =>
  onOwnCall({ participants: [user(ada)], deadlines: { ...soon, ...deadlines } });
const declined = { code: 603, subcode: 0 };

describe('a failed operation', () => {
  test.each([
    ['InviteDeclined', 'never', { code: 487, subcode: 10_024 }],
    ['InviteBusy', 'later', { code: 486, subcode: 560_486 }],
    ['InviteNoAnswer', 'callerDecides', { code: 487, subcode: 10_004 }],
    ['InviteeNotReachable', 'later', { code: 480, subcode: 10_037 }],
    ['InviteFailed', 'later', { code: 500, subcode: 0, diagnosticCode: '408#1106' }],
    ['CallEnded', 'never', { code: 408, subcode: 8537 }],
    ['InviteFailed', 'callerDecides', {}],
  ])('ends as %s (%s) where its codes say so', async (outcome, retryAdvice, resultInfo) => {
    const request = inviteAda();
    const invite = await invites.start(request);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationFailed', { resultInfo });
    expect(await failureDetails(invite)).toEqual({
      outcome,
      joined: false,
      retryAdvice,
      resultInfo,
      scenario: 'add',
      callId: request.callId,
      inviteId: invite.inviteId,
      operationId: 'op-1',
      participants: [
        { identity: { user: { id: ada } }, participantId: null, rosterConfirmed: false },
      ],
      confirmedBy: { teardown: 'notRequired' },
      postedAt: expect.any(String) as string,
    });
    expect(await invite.recordedOutcome()).toBe(outcome);
    if (outcome === 'InviteDeclined') await record('declined', invite.handle);
  });

  test('ends the invite at once when the answer already says so', async () => {
    const invite = await invites.start(inviteAda(), {
      postInvite: () =>
        Promise.resolve({
          ...running,
          status: 'failed',
          resultInfo: { code: 486, subcode: 560_486 },
        }),
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteBusy' });
  });

  test('ends the invite while the answer of the POST is still out', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await invite.tell('operationFailed', { operationId: 'op-7', resultInfo: declined });
    const details = await failureDetails(invite);
    post.answer();
    expect(details).toMatchObject({ outcome: 'InviteDeclined', operationId: 'op-7' });
  });

  test('counts before a completion that follows it', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
    await invite.tell('operationFailed', { resultInfo: declined });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteDeclined' });
  });

  test('changes nothing after a completion', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
    await invite.tell('operationCompleted');
    await invite.tell('operationFailed', { resultInfo: declined });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  const elsewhere = { code: 487, subcode: 10_003 };

  test('of somebody who accepted at another endpoint is no failure when the roster shows the person', async () => {
    const invite = await invites.start(inviteAda(), {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada)], 3)),
    });
    await invite.tell('operationFailed', { resultInfo: elsewhere });
    expect((await invite.result()).confirmedBy).toMatchObject({
      completion: 'reconciliation',
      roster: 'reconciliation',
    });
  });

  test('of somebody who accepted at another endpoint is one when the roster does not show the person', async () => {
    const invite = await invites.start(inviteAda(), {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, { inLobby: true })], 3)),
    });
    await invite.tell('operationFailed', { resultInfo: elsewhere });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteFailed',
      retryAdvice: 'callerDecides',
    });
  });
});

describe.concurrent('the end of the call', () => {
  test('before the POST sends nothing', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
    await invite.tell('callTerminated', { resultInfo: { code: 200, subcode: 5000 } });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'CallEnded',
      joined: false,
      retryAdvice: 'never',
      resultInfo: { code: 200, subcode: 5000 },
    });
    expect(await invite.activities()).toEqual([]);
  });

  test('while the POST is on the wire ends the invite', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await invite.tell('callTerminated');
    const details = await failureDetails(invite);
    post.answer();
    expect(details).toMatchObject({ outcome: 'CallEnded' });
  });

  test('while it rings ends the invite, once, however often it is told', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('callTerminated');
    await invite.tell('callTerminated');
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'CallEnded',
      retryAdvice: 'never',
    });
    expect(await invite.activities()).toEqual(['postInvite']);
    const events = await eventsOf(invite.handle);
    const told = timeOf(events.find((event) => event.workflowExecutionSignaledEventAttributes));
    // A second for the fact that would explain it; 2 s are promised, and a busy machine is given more.
    expect(timeOf(events.at(-1)) - told).toBeLessThan(5_000);
    await record('call-ended', invite.handle);
  });

  test('after the completion, with nobody in the roster, ends the invite', async () => {
    const invite = await invites.start(inviteAda());
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    await invite.tell('callTerminated');
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'CallEnded',
      confirmedBy: { completion: 'notification' },
    });
  });

  test.each([
    ['before', ['callTerminated', 'operationFailed']],
    ['after', ['operationFailed', 'callTerminated']],
  ])('is explained by a failure, told just %s it', async (_when, signals) => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    for (const signal of signals) await invite.tell(signal, { resultInfo: declined });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteDeclined' });
  });

  test.each([
    ['first', ['callTerminated', 'operationCompleted', 'rosterUpdated']],
    ['in between', ['rosterUpdated', 'callTerminated', 'operationCompleted']],
    ['last', ['operationCompleted', 'rosterUpdated', 'callTerminated']],
  ])('yields to a completion with everyone in the roster, told %s', async (_when, signals) => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    for (const signal of signals) await invite.tell(signal, { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('stands only after a moment in which a failure may explain it', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('callTerminated');
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
    const events = await eventsOf(invite.handle);
    const told = events.findIndex((event) => event.workflowExecutionSignaledEventAttributes);
    const waited = events.slice(told).flatMap((event) => event.timerFiredEventAttributes ?? []);
    expect(waited).toHaveLength(1);
  });

  test('is what a POST to an unknown call means', async () => {
    const invite = await invites.start(inviteAda(), {
      postInvite: () =>
        Promise.reject(
          graphFault('GraphNotFound', { status: 404, code: '8522', requestId: 'r-1' }),
        ),
    });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'CallEnded',
      retryAdvice: 'never',
      graphError: { status: 404, code: '8522', requestId: 'r-1' },
    });
  });
});

describe.concurrent('the deadline of the operation', () => {
  const short = inviteAda.bind(undefined, { operationMs: 100 });

  test('is met by reconciliation when the roster shows everyone', async () => {
    const invite = await invites.start(short(), {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, { participantId: 'p-4' })], 2)),
    });
    expect(await invite.result()).toMatchObject({
      outcome: 'joined',
      participants: [{ participantId: 'p-4', rosterConfirmed: true }],
      confirmedBy: { completion: 'reconciliation', roster: 'reconciliation' },
    });
    await record('reconciled-join', invite.handle);
  });

  test.each([
    ['an empty roster', rosterOf([])],
    ['a roster of others', rosterOf([], 2)],
    ['a lobby', rosterOf([inRoster(ada, { inLobby: true })], 2)],
    ['a person who was removed', rosterOf([inRoster(ada, { removed: true })], 2)],
  ])('leaves the outcome unknown at %s in a living call', async (what, reading) => {
    const invite = await invites.start(short(), {
      ...nothingToLearn,
      readRoster: () => Promise.resolve(reading),
    });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteOutcomeUnknown',
      joined: false,
      retryAdvice: 'callerDecides',
      operationId: 'op-1',
    });
    expect(await invite.activities()).toEqual([
      'postInvite',
      'readRoster',
      'readCall',
      'readOperation',
    ]);
    if (what === 'an empty roster') await record('outcome-unknown', invite.handle);
  });

  test('leaves the outcome unknown when Graph cannot be asked at all', async () => {
    const invite = await invites.start(inviteAda({ operationMs: 100, reconcileMs: 400 }));
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteOutcomeUnknown' });
  });

  test('ends the invite when the call is gone', async () => {
    const invite = await invites.start(short(), {
      ...nothingToLearn,
      readCall: () => Promise.resolve({ ended: true }),
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
  });

  test('is met by an operation that is read as completed, and then by the roster', async () => {
    const invite = await invites.start(short(), {
      ...nothingToLearn,
      readOperation: () => Promise.resolve({ status: 'completed' }),
    });
    await invite.inPhase('awaitingRoster');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect((await invite.result()).confirmedBy).toMatchObject({
      completion: 'reconciliation',
      roster: 'notification',
    });
  });

  test('ends as the codes say when the operation is read as failed', async () => {
    const invite = await invites.start(short(), {
      ...nothingToLearn,
      readOperation: () => Promise.resolve({ status: 'failed', resultInfo: declined }),
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteDeclined' });
  });
});

describe.concurrent('the deadline of the roster', () => {
  test('names who was not seen', async () => {
    const invite = await invites.start(
      onOwnCall({ participants: [user(ada), user(grace)], deadlines: { ...soon, rosterMs: 100 } }),
      { ...nothingToLearn, readRoster: () => Promise.resolve(rosterOf([], 4)) },
    );
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(grace)] });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'RosterUnconfirmed',
      joined: false,
      retryAdvice: 'callerDecides',
      participants: [
        { identity: { user: { id: ada } }, rosterConfirmed: false },
        { identity: { user: { id: grace } }, rosterConfirmed: true },
      ],
      confirmedBy: { completion: 'notification' },
      completedAt: expect.any(String) as string,
    });
    await record('roster-unconfirmed', invite.handle);
  });

  test('is met by a roster that is read', async () => {
    const invite = await invites.start(inviteAda({ rosterMs: 100 }), {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada)])),
    });
    await invite.tell('operationCompleted');
    expect((await invite.result()).confirmedBy).toMatchObject({
      completion: 'notification',
      roster: 'reconciliation',
    });
  });

  test('ends the invite when the call is gone', async () => {
    const invite = await invites.start(inviteAda({ rosterMs: 100 }), {
      ...nothingToLearn,
      readCall: () => Promise.resolve({ ended: true }),
    });
    await invite.tell('operationCompleted');
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
  });
});

describe.concurrent('the deadline of the teardown', () => {
  const replace = () =>
    onOwnCall({
      participants: [{ ...user(ada), replacesCallId: randomUUID() }],
      deadlines: { ...soon, teardownMs: 100 },
    });

  test('is met when the original call is gone by reading', async () => {
    const request = replace();
    const original = request.participants[0]?.replacesCallId;
    const invite = await invites.start(request);
    invites.server().script(String(original), { readCall: () => Promise.resolve({ ended: true }) });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({
      originalCall: { callId: original, terminated: true },
      confirmedBy: { teardown: 'reconciliation' },
    });
  });

  test('leaves a joined invite with its original call', async () => {
    const request = replace();
    const original = request.participants[0]?.replacesCallId;
    const invite = await invites.start(request);
    invites
      .server()
      .script(String(original), { readCall: () => Promise.resolve({ ended: false }) });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'OriginalCallNotTerminated',
      joined: true,
      retryAdvice: 'never',
      originalCall: { callId: original, terminated: false },
      confirmedBy: { completion: 'notification', roster: 'notification' },
      joinedAt: expect.any(String) as string,
    });
    await record('original-not-terminated', invite.handle);
  });
});
