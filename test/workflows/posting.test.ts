import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import type { GraphFault, InviteActivities, PostInviteAnswer } from '../../contracts/activities.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import {
  ada,
  graphFault,
  heldPost,
  inRoster,
  nothingToLearn,
  oneAfterTheOther,
  rosterOf,
  user,
} from '../support/facts.ts';
import { eventsOf, record, scheduledAt } from '../support/histories.ts';
import { failureDetails, onOwnCall, running, soon, useInvites } from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (more: Partial<InviteRequest> = {}, deadlines: InviteRequest['deadlines'] = {}) =>
  onOwnCall({ participants: [user(ada)], ...more, deadlines: { ...soon, ...deadlines } });

/** Starts an invite whose POSTs end as told, one after the other. */
const posting = (
  answers: readonly (PostInviteAnswer | Error)[],
  request = inviteAda(),
  more: Partial<InviteActivities> = {},
) =>
  invites.start(request, {
    postInvite: oneAfterTheOther<PostInviteAnswer>(...answers),
    ...more,
  });

describe.concurrent('a POST that provably executed nothing', () => {
  test('is repeated although a completion was told before the first POST', async () => {
    const answers = [graphFault('GraphNotSent'), running];
    const post = { postInvite: oneAfterTheOther<PostInviteAnswer>(...answers) };
    const invite = await invites.start(inviteAda(), post, { startDelay: 1_000 });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    const posts = (await invite.activities()).filter((name) => name === 'postInvite');
    expect(posts).toHaveLength(2);
  });

  test('is repeated when its worker lacked the key to read what to send', async () => {
    const lacking = ApplicationFailure.create({ type: 'UnknownPayloadKeyError' });
    const invite = await posting([lacking, running]);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('leaves no trace of its refusal in a later outcome', async () => {
    const throttled = graphFault('GraphThrottled', { status: 429, retryAfterMs: 100 });
    const invite = await posting([throttled, running]);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationFailed', { resultInfo: { code: 603, subcode: 0 } });
    expect(await failureDetails(invite)).not.toHaveProperty('graphError');
  });

  test.each([
    ['GraphThrottled', { status: 429, retryAfterMs: 1_500 }],
    ['GraphThrottled', { status: 503, retryAfterMs: 2_128 }],
    ['GraphNotSent', {}],
  ] as const)('is repeated: %s %j', async (type, fault: GraphFault) => {
    const invite = await posting([graphFault(type, fault), running]);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined', operationId: 'op-1' });
    const [first = 0, second = 0, ...others] = scheduledAt(
      await eventsOf(invite.handle),
      'postInvite',
    );
    expect(others).toEqual([]);
    expect(second - first).toBeGreaterThanOrEqual(fault.retryAfterMs ?? 500);
    if (fault.status === 429) await record('throttled-then-joined', invite.handle);
  });

  test('is given up at once when Graph asks for more time than there is', async () => {
    const invite = await posting([
      graphFault('GraphThrottled', { status: 429, code: 'TooManyRequests', retryAfterMs: 1e12 }),
    ]);
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteThrottled',
      joined: false,
      retryAdvice: 'later',
      graphError: { status: 429, code: 'TooManyRequests' },
    });
    expect(await invite.activities()).toEqual(['postInvite']);
  });

  test('is repeated until the deadline when Graph cannot be reached', async () => {
    const request = inviteAda({}, { operationMs: 2_500 });
    const invite = await posting([graphFault('GraphNotSent')], request);
    const details = await failureDetails(invite);
    expect(details).toMatchObject({
      outcome: 'GraphUnavailable',
      joined: false,
      retryAdvice: 'later',
    });
    expect(details).not.toHaveProperty('postedAt');
    const posts = scheduledAt(await eventsOf(invite.handle), 'postInvite');
    expect(posts.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...posts) - Math.min(...posts)).toBeLessThanOrEqual(2_500);
    expect(await invite.recordedOutcome()).toBe('GraphUnavailable');
  });

  test('is not repeated once facts have settled the outcome', async () => {
    const throttled = graphFault('GraphThrottled', { status: 429, retryAfterMs: 8_000 });
    const invite = await posting([throttled, running]);
    await expect.poll(() => invite.activities()).toEqual(['postInvite']);
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({
      outcome: 'joined',
      postedAt: expect.any(String) as string,
    });
    expect(await invite.activities()).toEqual(['postInvite']);
  });

  test('is not repeated once the call has ended', async () => {
    const throttled = graphFault('GraphThrottled', { status: 429, retryAfterMs: 8_000 });
    const invite = await posting([throttled, running]);
    await expect.poll(() => invite.activities()).toEqual(['postInvite']);
    await invite.tell('callTerminated');
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
    expect(await invite.activities()).toEqual(['postInvite']);
  });
});

describe.concurrent('a POST that Graph refused', () => {
  test.each([400, 401, 403, 409, 422])('is not repeated: %i', async (status) => {
    const fault = { status, code: '7503', requestId: 'request-1' };
    const invite = await posting([graphFault('GraphRefused', fault)]);
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteRejected',
      joined: false,
      retryAdvice: 'never',
      graphError: fault,
      operationId: null,
    });
    expect(await invite.activities()).toEqual(['postInvite']);
  });
});

describe.concurrent('a POST whose fate is unclear', () => {
  const unclear = graphFault('GraphUnclear', { status: 504 });

  test.each([
    ['an unclear answer', unclear],
    ['an error of our own', new Error('Nobody knows.')],
    ['a lost worker', new TimeoutFailure('Lost.', undefined, 'START_TO_CLOSE')],
    ['a failure type that nobody knows', Object.assign(new Error('New.'), { name: 'GraphNew' })],
  ])('is never repeated after %s', async (_what, error) => {
    const invite = await posting([error], inviteAda(), nothingToLearn);
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteOutcomeUnknown',
      joined: false,
      retryAdvice: 'callerDecides',
    });
    expect((await invite.activities()).filter((name) => name === 'postInvite')).toHaveLength(1);
  });

  test('joins on evidence that comes within unknownMs', async () => {
    const invite = await posting([unclear], inviteAda({}, { unknownMs: 8_000 }));
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted', { operationId: 'op-3' });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({
      operationId: 'op-3',
      confirmedBy: { completion: 'notification' },
    });
  });

  test('waits for evidence on a clock of its own, beside the deadline of the operation', async () => {
    const request = inviteAda({}, { operationMs: 1_000, unknownMs: 3_600_000 });
    const invite = await posting([unclear], request);
    const { waitingUntil } = await invite.inPhase('awaitingOutcome');
    const status = await invite.status();
    const waitMs = Date.parse(waitingUntil ?? '') - Date.parse(status.postedAt ?? '');
    expect(waitMs).toBeGreaterThan(3_500_000);
    await invite.tell('operationFailed', { resultInfo: { code: 603, subcode: 0 } });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteDeclined' });
  });

  test('joins by reconciliation when the roster shows everyone', async () => {
    const invite = await posting([unclear], inviteAda(), {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada)], 2)),
    });
    expect((await invite.result()).confirmedBy).toMatchObject({
      completion: 'reconciliation',
      roster: 'reconciliation',
    });
  });

  test('joins when facts settled the outcome before its answer broke', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    post.answer(unclear);
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('is repeated once, when the caller said so and nothing was learned', async () => {
    const request = inviteAda({ onUnknownOutcome: 'repostOnce' });
    const invite = await posting([unclear, running], request, nothingToLearn);
    const posts = async () =>
      (await invite.activities()).filter((name) => name === 'postInvite').length;
    await expect.poll(posts, { timeout: 10_000 }).toBe(2);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    await record('reposted', invite.handle);
  });

  test('is repeated no more than once', async () => {
    const request = inviteAda({ onUnknownOutcome: 'repostOnce' });
    const invite = await posting([unclear], request, nothingToLearn);
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteOutcomeUnknown' });
    expect((await invite.activities()).filter((name) => name === 'postInvite')).toHaveLength(2);
  });

  test('stays unclear when Graph throttles the repeat', async () => {
    const request = inviteAda({ onUnknownOutcome: 'repostOnce' });
    const throttled = graphFault('GraphThrottled', { status: 429, retryAfterMs: 1e9 });
    const invite = await posting([unclear, throttled], request, nothingToLearn);
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InviteOutcomeUnknown' });
  });

  test.each([
    ['stays unclear when Graph refuses the repeat', []],
    ['is explained by the evidence that follows a refused repeat', [inRoster(ada)]],
  ])('%s', async (_what, roster) => {
    const request = inviteAda({ onUnknownOutcome: 'repostOnce' });
    const refused = graphFault('GraphRefused', { status: 409, code: 'Conflict' });
    const invite = await posting([unclear, refused], request, {
      ...nothingToLearn,
      readRoster: oneAfterTheOther(rosterOf([]), rosterOf(roster)),
    });
    const outcome = await invite.result().then(
      (result) => result.outcome,
      async () => (await failureDetails(invite)).outcome,
    );
    expect(outcome).toBe(roster.length > 0 ? 'joined' : 'InviteOutcomeUnknown');
  });

  test('is not repeated when the call turned out to be gone', async () => {
    const request = inviteAda({ onUnknownOutcome: 'repostOnce' });
    const invite = await posting([unclear], request, {
      ...nothingToLearn,
      readCall: () => Promise.resolve({ ended: true }),
    });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'CallEnded' });
    expect((await invite.activities()).filter((name) => name === 'postInvite')).toHaveLength(1);
  });
});
