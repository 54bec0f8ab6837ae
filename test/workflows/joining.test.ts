import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PostInviteInput } from '../../contracts/activities.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import {
  ada,
  grace,
  heldPost,
  inRoster,
  oneAfterTheOther,
  phone,
  rosterOf,
  user,
} from '../support/facts.ts';
import { record } from '../support/histories.ts';
import {
  failureDetails,
  onOwnCall,
  running,
  soon,
  useInvites,
  type StartedInvite,
} from '../support/invites.ts';

const invites = useInvites();

const inviteAda = (more: Partial<InviteRequest> = {}) =>
  onOwnCall({ participants: [user(ada)], ...more });

async function completeAndShow(invite: StartedInvite, ...people: readonly string[]) {
  await invite.tell('operationCompleted', { operationId: 'op-2' });
  await invite.tell('rosterUpdated', { participants: people.map((id) => inRoster(id)) });
}

describe('an invite of one person', () => {
  test('joins when the operation completed and the roster shows the person', async () => {
    const request = inviteAda();
    const invite = await invites.start(request);
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted', { operationId: 'op-2' });
    await invite.inPhase('awaitingRoster');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada, { participantId: 'p-1' })] });
    const result = await invite.result();
    expect(result).toEqual({
      outcome: 'joined',
      scenario: 'add',
      callId: request.callId,
      inviteId: invite.inviteId,
      operationId: 'op-1',
      participants: [
        { identity: { user: { id: ada } }, participantId: 'p-1', rosterConfirmed: true },
      ],
      confirmedBy: { completion: 'notification', roster: 'notification', teardown: 'notRequired' },
      postedAt: expect.any(String) as string,
      completedAt: expect.any(String) as string,
      joinedAt: expect.any(String) as string,
    });
    expect(Date.parse(result.postedAt)).toBeLessThanOrEqual(Date.parse(result.completedAt));
    expect(Date.parse(result.completedAt)).toBeLessThanOrEqual(Date.parse(result.joinedAt));
    expect(await invite.recordedOutcome()).toBe('joined');
    await record('joined-add', invite.handle);
  });

  test('joins when the roster came before the completion', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.tell('operationCompleted');
    expect(await invite.result()).toMatchObject({
      confirmedBy: { completion: 'notification', roster: 'notification' },
      participants: [{ participantId: null }],
    });
  });

  test('asks for a register of the invite that outlives all of its deadlines', async () => {
    const inputs: PostInviteInput[] = [];
    const request = inviteAda({ tenantId: 'tenant-1' });
    const invite = await invites.start(request, {
      postInvite: (input) => {
        inputs.push(input);
        return Promise.resolve(running);
      },
    });
    await completeAndShow(invite, ada);
    await invite.result();
    expect(inputs).toMatchObject([
      { inviteId: invite.inviteId, callId: request.callId, tenantId: 'tenant-1' },
    ]);
    const { operationMs, rosterMs, teardownMs, reconcileMs, unknownMs } = soon;
    expect(inputs[0]?.registerForMs).toBe(
      operationMs + rosterMs + teardownMs + reconcileMs + unknownMs + 60_000,
    );
  });

  test.each([
    ['empty', []],
    ['without the invitee', [inRoster(grace)]],
    ['with the invitee in the lobby', [inRoster(ada, { inLobby: true })]],
    ['from which the invitee was removed', [inRoster(ada, { removed: true })]],
  ])('keeps waiting at a roster %s', async (_what, participants) => {
    const invite = await invites.start(inviteAda());
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    await invite.tell('rosterUpdated', { participants });
    await invite.tell('rosterUpdated', { participants });
    expect((await invite.inPhase('awaitingRoster')).participants).toMatchObject([
      { rosterConfirmed: false },
    ]);
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect((await invite.result()).confirmedBy.roster).toBe('notification');
  });

  test('matches the person whatever the case and dashes of the id in the roster', async () => {
    const invite = await invites.start(onOwnCall({ participants: [user(grace)] }));
    await invite.tell('operationCompleted');
    const participants = [{ key: grace.toUpperCase(), inLobby: false, removed: false }];
    await invite.tell('rosterUpdated', { participants });
    expect(await invite.result()).toMatchObject({ participants: [{ rosterConfirmed: true }] });
  });

  test('needs no roster when the person is hidden', async () => {
    const invite = await invites.start(
      onOwnCall({ participants: [{ ...user(ada), hidden: true }] }),
    );
    await invite.tell('operationCompleted');
    expect(await invite.result()).toMatchObject({
      participants: [{ rosterConfirmed: false }],
      confirmedBy: { completion: 'notification', roster: 'notRequired' },
    });
  });

  test('needs no roster when nobody asked for one', async () => {
    const invite = await invites.start(inviteAda({ confirmRoster: false }));
    await invite.tell('operationCompleted');
    expect(await invite.result()).toMatchObject({
      participants: [{ rosterConfirmed: false }],
      confirmedBy: { roster: 'notRequired' },
    });
  });

  test('takes a completed answer as final, and still waits for the roster', async () => {
    const invite = await invites.start(inviteAda(), {
      postInvite: () =>
        Promise.resolve({ status: 'completed', operationId: 'op-1', participantIds: [] }),
    });
    await invite.inPhase('awaitingRoster');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect((await invite.result()).confirmedBy).toMatchObject({
      completion: 'response',
      roster: 'notification',
    });
    await record('completed-in-answer', invite.handle);
  });

  test('joins while the answer of the POST is still out', async () => {
    const post = heldPost();
    const invite = await invites.start(inviteAda(), post);
    await post.onTheWire;
    await completeAndShow(invite, ada);
    try {
      expect(await invite.result()).toMatchObject({
        outcome: 'joined',
        operationId: 'op-2',
        confirmedBy: { completion: 'notification', roster: 'notification' },
      });
      expect(await invite.activities()).toEqual(['postInvite']);
      await record('overtaken-answer', invite.handle);
    } finally {
      post.answer();
    }
  });
});

describe('an invite of several people', () => {
  test('joins when rosters, taken together, showed everyone', async () => {
    const invite = await invites.start(onOwnCall({ participants: [user(ada), user(grace)] }));
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.tell('operationCompleted', { operationId: null });
    expect((await invite.inPhase('awaitingRoster')).participants).toMatchObject([
      { identity: { user: { id: ada } }, rosterConfirmed: true },
      { identity: { user: { id: grace } }, rosterConfirmed: false },
    ]);
    await invite.tell('rosterUpdated', { participants: [inRoster(grace)] });
    expect(await invite.result()).toMatchObject({
      scenario: 'addSeveral',
      participants: [{ rosterConfirmed: true }, { rosterConfirmed: true }],
    });
    await record('joined-several', invite.handle);
  });

  test('waits for the visible people only', async () => {
    const participants = [user(ada), { ...user(grace), hidden: true }];
    const invite = await invites.start(onOwnCall({ participants }));
    await completeAndShow(invite, ada, grace);
    expect(await invite.result()).toMatchObject({
      participants: [{ rosterConfirmed: true }, { rosterConfirmed: false }],
      confirmedBy: { roster: 'notification' },
    });
  });

  test('says reconciliation when some of the evidence came by asking', async () => {
    const invite = await invites.start(
      onOwnCall({ participants: [user(ada), user(grace)], deadlines: { ...soon, rosterMs: 50 } }),
      { readRoster: () => Promise.resolve(rosterOf([inRoster(ada), inRoster(grace)])) },
    );
    await completeAndShow(invite, ada);
    expect((await invite.result()).confirmedBy).toMatchObject({ roster: 'reconciliation' });
  });
});

describe('an invite by phone', () => {
  test('is a dial-out', async () => {
    const invite = await invites.start(
      onOwnCall({ participants: [{ identity: { phone: { id: phone } } }] }),
    );
    await completeAndShow(invite, phone);
    expect(await invite.result()).toMatchObject({
      scenario: 'dialOut',
      participants: [{ identity: { phone: { id: phone } }, rosterConfirmed: true }],
    });
    await record('joined-dial-out', invite.handle);
  });
});

describe('a replace', () => {
  const replace = (more: Partial<InviteRequest> = {}) => {
    const original = randomUUID();
    const participants = [{ ...user(ada), replacesCallId: `/communications/calls/${original}` }];
    return { original, request: onOwnCall({ participants, ...more }) };
  };

  test('ends only after the end of the original call', async () => {
    const { original, request } = replace();
    const invite = await invites.start(request);
    await completeAndShow(invite, ada);
    expect(await invite.inPhase('awaitingTeardown')).toMatchObject({
      originalCall: { callId: original, terminated: false },
    });
    const ended = { callId: original.toUpperCase(), resultInfo: { code: 200, subcode: 5000 } };
    await invite.tell('originalCallTerminated', ended);
    expect(await invite.result()).toMatchObject({
      scenario: 'replace',
      originalCall: {
        callId: original,
        terminated: true,
        resultInfo: { code: 200, subcode: 5000 },
      },
      confirmedBy: { teardown: 'notification' },
    });
    await record('joined-replace', invite.handle);
  });

  test('takes an end of the original call that comes first, and twice, while the POST is out', async () => {
    const { original, request } = replace();
    const post = heldPost();
    const invite = await invites.start(request, post);
    await post.onTheWire;
    await invite.tell('originalCallTerminated', { callId: original });
    await invite.tell('originalCallTerminated', { callId: original });
    post.answer();
    await completeAndShow(invite, ada);
    expect(await invite.result()).toMatchObject({
      originalCall: { terminated: true },
      confirmedBy: { teardown: 'notification' },
    });
  });

  test('asks for the target roster when the original call shows one, and believes who is there', async () => {
    const { original, request } = replace();
    const invite = await invites.start(request, {
      readRoster: () => Promise.resolve(rosterOf([inRoster(ada, { participantId: 'p-9' })])),
    });
    await invite.tell('originalCallTerminated', { callId: original });
    await invite.tell('rosterUpdated', { callId: original, participants: [inRoster(ada)] });
    expect((await invite.inPhase('awaitingOutcome')).participants).toMatchObject([
      { rosterConfirmed: false },
    ]);
    await invite.tell('operationCompleted');
    expect(await invite.result()).toMatchObject({
      participants: [{ participantId: 'p-9', rosterConfirmed: true }],
      confirmedBy: { roster: 'reconciliation' },
    });
  });

  test.each([
    ['is empty', () => Promise.resolve(rosterOf([]))],
    ['cannot be read', () => Promise.reject(new Error('Graph is away.'))],
  ])('is confirmed by the original roster when the target roster %s', async (_what, readRoster) => {
    const { original, request } = replace({ deadlines: { ...soon, reconcileMs: 500 } });
    const invite = await invites.start(request, { readRoster });
    await invite.tell('originalCallTerminated', { callId: original });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { callId: original, participants: [inRoster(ada)] });
    expect(await invite.result()).toMatchObject({
      participants: [{ rosterConfirmed: true }],
      confirmedBy: { roster: 'reconciliation' },
    });
  });

  test('is not confirmed by the original roster when the target roster shows others only', async () => {
    const { original, request } = replace();
    const invite = await invites.start(request, {
      readRoster: () => Promise.resolve(rosterOf([], 2)),
    });
    await invite.tell('originalCallTerminated', { callId: original });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { callId: original, participants: [inRoster(ada)] });
    const asked = async () => (await invite.activities()).includes('readRoster');
    await expect.poll(asked).toBe(true);
    expect((await invite.inPhase('awaitingRoster')).participants).toMatchObject([
      { rosterConfirmed: false },
    ]);
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    expect((await invite.result()).confirmedBy.roster).toBe('notification');
  });

  test('is not confirmed by the original roster once a target roster without the person was read', async () => {
    const { original, request } = replace({
      deadlines: { ...soon, rosterMs: 1_500, reconcileMs: 500 },
    });
    const readRoster = oneAfterTheOther(rosterOf([], 2), new Error('Graph is away.'));
    const readCall = () => Promise.resolve({ ended: false });
    const invite = await invites.start(request, { readRoster, readCall });
    await invite.tell('originalCallTerminated', { callId: original });
    await invite.tell('operationCompleted');
    await invite.tell('rosterUpdated', { callId: original, participants: [inRoster(ada)] });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'RosterUnconfirmed',
      participants: [{ rosterConfirmed: false }],
    });
  });
});

test('a move awaits no end of its source, and never takes its participant id for one of the target', async () => {
  const source = randomUUID();
  const participants = [{ ...user(ada), replacesCallId: source, participantId: 'p-in-source' }];
  const inputs: PostInviteInput[] = [];
  const invite = await invites.start(onOwnCall({ participants }), {
    postInvite: (input) => {
      inputs.push(input);
      return Promise.resolve(running);
    },
  });
  await completeAndShow(invite, ada);
  const result = await invite.result();
  expect(result).toMatchObject({
    scenario: 'move',
    participants: [{ participantId: null, rosterConfirmed: true }],
    confirmedBy: { teardown: 'notRequired' },
  });
  expect(result).not.toHaveProperty('originalCall');
  expect(inputs[0]?.participants).toMatchObject([
    { replacesCallId: source, participantId: 'p-in-source' },
  ]);
  await record('joined-move', invite.handle);
});
