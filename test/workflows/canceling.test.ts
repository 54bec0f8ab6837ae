import { randomUUID } from 'node:crypto';
import { CancelledFailure, WorkflowFailedError } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { InviteActivities, RosterReading } from '../../contracts/activities.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import {
  ada,
  grace,
  graphFault,
  heldPost,
  hold,
  inRoster,
  rosterOf,
  user,
} from '../support/facts.ts';
import { eventsOf, record, type HistoryEvent } from '../support/histories.ts';
import {
  failureDetails,
  onOwnCall,
  running,
  soon,
  useInvites,
  type StartedInvite,
} from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (deadlines: InviteRequest['deadlines'] = {}) =>
  onOwnCall({ participants: [user(ada)], deadlines: { ...soon, ...deadlines } });

const isCancelOfActivity = (event: HistoryEvent) =>
  event.activityTaskCancelRequestedEventAttributes != null;

/** A DELETE that notes whom it removed. */
function removing(confirmed = true) {
  const removed: string[] = [];
  const removeParticipant: InviteActivities['removeParticipant'] = ({ participantId }) => {
    removed.push(participantId);
    return Promise.resolve({ removed: confirmed });
  };
  return { removed, removeParticipant };
}

async function expectCanceled(invite: StartedInvite, outcome: 'canceled' | 'canceledUnconfirmed') {
  const error: unknown = await invite.result().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
  expect((await invite.handle.describe()).status.name).toBe('CANCELLED');
  expect(await invite.recordedOutcome()).toBe(outcome);
  expect(await invite.status()).toMatchObject({ phase: 'done', outcome });
}

describe.concurrent('a cancel before anything was sent', () => {
  test('sends nothing when it comes before the first workflow task', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 30_000 });
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceled');
    expect(await invite.activities()).toEqual([]);
    await record('canceled-before-post', invite.handle);
  });

  test('sends nothing more while the next POST is waited for', async () => {
    const invite = await invites.start(inviteAda(), {
      postInvite: () =>
        Promise.reject(graphFault('GraphThrottled', { status: 429, retryAfterMs: 8_000 })),
    });
    await expect.poll(async () => (await invite.status()).graphError).toEqual({ status: 429 });
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceled');
    expect(await invite.activities()).toEqual(['postInvite']);
  });

  test('stays a cancel when Graph then refuses to take the POST before the deadline', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await invite.handle.cancel();
    post.answer(graphFault('GraphThrottled', { status: 429, retryAfterMs: 1e9 }));
    await expectCanceled(invite, 'canceled');
  });
});

describe.concurrent('a cancel while the POST is on the wire', () => {
  test('lets the POST finish, and then takes the invite back', async () => {
    const post = heldPost();
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), { ...post, removeParticipant });
    await post.onTheWire;
    await invite.handle.cancel();
    expect(await invite.activities()).toEqual(['postInvite']);
    post.answer({
      ...running,
      participantIds: [{ key: ada.replaceAll('-', ''), participantId: 'p-1' }],
    });
    await expectCanceled(invite, 'canceled');
    expect(removed).toEqual(['p-1']);
  });

  test('is unconfirmed when nobody knows whether the POST arrived', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), {
      ...post,
      readRoster: () => Promise.resolve(rosterOf([])),
    });
    await post.onTheWire;
    await invite.handle.cancel();
    post.answer(graphFault('GraphUnclear'));
    await expectCanceled(invite, 'canceledUnconfirmed');
  });
});

describe.concurrent('a cancel while it rings', () => {
  test('removes the person by the id that a roster told', async () => {
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), { removeParticipant });
    await invite.inPhase('awaitingOutcome');
    const inLobby = inRoster(ada, { inLobby: true, participantId: 'p-2' });
    await invite.tell('rosterUpdated', { participants: [inLobby] });
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceled');
    expect(removed).toEqual(['p-2']);
    await record('canceled-ringing', invite.handle);
  });

  test('removes the person by the id that a reading told', async () => {
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), {
      removeParticipant,
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, { participantId: 'p-3' })])),
    });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceled');
    expect(removed).toEqual(['p-3']);
  });

  test('removes everyone invited', async () => {
    const { removed, removeParticipant } = removing();
    const readRoster = () => Promise.resolve(rosterOf([inRoster(grace, { participantId: 'p-6' })]));
    const request = onOwnCall({ participants: [user(ada), user(grace)] });
    const invite = await invites.start(request, { removeParticipant, readRoster });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-5' })] });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceled');
    expect(removed.toSorted()).toEqual(['p-5', 'p-6']);
  });

  test.each([
    ['no participant id can be learned', {}],
    ['Graph did not know the participant', { participantId: 'p-7' }],
  ])('is unconfirmed when %s', async (_what, known) => {
    const invite = await invites.start(inviteAda(), {
      ...removing(false),
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, known)])),
    });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceledUnconfirmed');
  });

  test('never removes the participant of the source of a move', async () => {
    const { removed, removeParticipant } = removing();
    const participants = [
      { ...user(ada), replacesCallId: randomUUID(), participantId: 'p-in-source' },
    ];
    const invite = await invites.start(onOwnCall({ participants }), {
      removeParticipant,
      readRoster: () => Promise.resolve(rosterOf([])),
    });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceledUnconfirmed');
    expect(removed).toEqual([]);
  });

  test('learns no participant id from the original call of a replace', async () => {
    const { removed, removeParticipant } = removing();
    const original = randomUUID();
    const participants = [{ ...user(ada), replacesCallId: original }];
    const invite = await invites.start(onOwnCall({ participants }), {
      removeParticipant,
      readRoster: () => Promise.resolve(rosterOf([])),
    });
    await invite.inPhase('awaitingOutcome');
    const there = inRoster(ada, { participantId: 'p-in-original' });
    await invite.tell('rosterUpdated', { callId: original, participants: [there] });
    await invite.handle.cancel();
    await expectCanceled(invite, 'canceledUnconfirmed');
    expect(removed).toEqual([]);
  });
});

describe.concurrent('a cancel, when things happen while the invite is taken back,', () => {
  const waiting = () => inRoster(ada, { inLobby: true, participantId: 'p-9' });

  test('sends no DELETE once the operation has completed', async () => {
    const reading = hold<RosterReading>();
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), {
      removeParticipant,
      readRoster: reading.reach,
    });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await reading.reached;
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-9' })] });
    reading.go(rosterOf([inRoster(ada, { participantId: 'p-9' })]));
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    expect(removed).toEqual([]);
  });

  test('tries no further DELETE once the operation has completed', async () => {
    const removal = hold<{ removed: boolean }>();
    const invite = await invites.start(inviteAda(), { removeParticipant: removal.reach });
    await invite.inPhase('awaitingOutcome');
    await invite.tell('rosterUpdated', { participants: [waiting()] });
    await invite.handle.cancel();
    await removal.reached;
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    const asked = async () => (await eventsOf(invite.handle)).some(isCancelOfActivity);
    await expect.poll(asked, { timeout: 10_000 }).toBe(true);
    removal.fail(graphFault('GraphUnclear', { status: 500 }));
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('stands when some were removed and the rest completed', async () => {
    const participants = [waiting(), inRoster(grace, { inLobby: true, participantId: 'p-10' })];
    const second = hold<{ removed: boolean }>();
    const removeParticipant: InviteActivities['removeParticipant'] = ({ participantId }) =>
      participantId === 'p-9' ? Promise.resolve({ removed: true }) : second.reach();
    const request = onOwnCall({ participants: [user(ada), user(grace)] });
    const invite = await invites.start(request, { removeParticipant });
    await invite.inPhase('awaitingOutcome');
    await invite.tell('rosterUpdated', { participants });
    await invite.handle.cancel();
    await second.reached;
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada), inRoster(grace)] });
    second.go({ removed: false });
    await expectCanceled(invite, 'canceledUnconfirmed');
  });

  test.each(['operationFailed', 'callTerminated'])('stands whatever %s tells', async (fact) => {
    const reading = hold<RosterReading>();
    const invite = await invites.start(inviteAda(), { readRoster: reading.reach });
    await invite.inPhase('awaitingOutcome');
    await invite.handle.cancel();
    await reading.reached;
    await invite.tell(fact, { resultInfo: { code: 487, subcode: 0 } });
    reading.go(rosterOf([]));
    await expectCanceled(invite, 'canceledUnconfirmed');
  });

  test('stands when Graph refuses the POST that was on the wire', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await invite.handle.cancel();
    post.answer(graphFault('GraphRefused', { status: 400, code: 'BadRequest' }));
    await expectCanceled(invite, 'canceled');
  });
});

describe.concurrent('a cancel after the completion', () => {
  test('is too late: the invite goes on to its end', async () => {
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), { removeParticipant });
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    await invite.handle.cancel();
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-1' })] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    expect(removed).toEqual([]);
    expect((await invite.handle.describe()).status.name).toBe('COMPLETED');
    expect(await invite.recordedOutcome()).toBe('joined');
  });

  test('is too late also when it was asked for before, and the POST still on the wire', async () => {
    const post = heldPost();
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda(), { ...post, removeParticipant });
    await post.onTheWire;
    await invite.handle.cancel();
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-1' })] });
    const result = invite.result();
    post.answer();
    expect(await result).toMatchObject({ outcome: 'joined' });
    expect(removed).toEqual([]);
  });

  test.each([
    ['yields to a completion that came meanwhile when nobody could be removed', false, 'COMPLETED'],
    ['stands when the person was removed meanwhile', true, 'CANCELLED'],
  ])('%s', async (_what, confirmed, status) => {
    const removal = hold<{ removed: boolean }>();
    const invite = await invites.start(inviteAda(), { removeParticipant: removal.reach });
    await invite.inPhase('awaitingOutcome');
    const inLobby = inRoster(ada, { inLobby: true, participantId: 'p-9' });
    await invite.tell('rosterUpdated', { participants: [inLobby] });
    await invite.handle.cancel();
    await removal.reached;
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    removal.go({ removed: confirmed });
    await invite.result().catch(() => undefined);
    expect((await invite.handle.describe()).status.name).toBe(status);
  });
});

describe.concurrent('ringMs', () => {
  const known = () =>
    Promise.resolve(rosterOf([inRoster(ada, { inLobby: true, participantId: 'p-8' })]));

  test('that ran out takes the invite back: nobody answered', async () => {
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda({ ringMs: 100 }), {
      removeParticipant,
      readRoster: known,
    });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteNoAnswer',
      joined: false,
      retryAdvice: 'callerDecides',
    });
    expect(removed).toEqual(['p-8']);
    expect(await invite.recordedOutcome()).toBe('InviteNoAnswer');
    await record('ring-out', invite.handle);
  });

  test('that ran out lets the outcome be awaited when the invite could not be taken back', async () => {
    const invite = await invites.start(inviteAda({ ringMs: 100 }), {
      ...removing(false),
      readRoster: known,
    });
    const revoked = async () => (await invite.activities()).includes('removeParticipant');
    await expect.poll(revoked, { timeout: 10_000 }).toBe(true);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('that ran out leaves alone whoever is in the roster', async () => {
    const { removed, removeParticipant } = removing();
    const people = [
      inRoster(ada, { participantId: 'p-1' }),
      inRoster(grace, { inLobby: true, participantId: 'p-2' }),
    ];
    const request = onOwnCall({
      participants: [user(ada), user(grace)],
      deadlines: { ...soon, ringMs: 1_500 },
    });
    const invite = await invites.start(request, { removeParticipant });
    await invite.tell('rosterUpdated', { participants: people });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteNoAnswer',
      participants: [{ rosterConfirmed: true }, { rosterConfirmed: false }],
    });
    expect(removed).toEqual(['p-2']);
  });

  test('that ran out removes nobody when everyone is in the roster', async () => {
    const { removed, removeParticipant } = removing();
    const invite = await invites.start(inviteAda({ ringMs: 1_000, operationMs: 3_000 }), {
      removeParticipant,
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, { participantId: 'p-1' })])),
    });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-1' })] });
    expect(await invite.result()).toMatchObject({
      outcome: 'joined',
      confirmedBy: { completion: 'reconciliation' },
    });
    expect(removed).toEqual([]);
  });

  test('does nothing to an invite that was answered in time', async () => {
    const invite = await invites.start(inviteAda({ ringMs: 5_000 }));
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    expect(await invite.activities()).toEqual(['postInvite']);
  });
});
