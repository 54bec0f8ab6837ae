import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import type { CallInput } from '../../simulator/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const soon = { operationMs: 10_000, rosterMs: 10_000, teardownMs: 10_000, reconcileMs: 3_000 };
const user = () => ({ identity: { user: { id: randomUUID() } } });
const newCall = (
  kind: 'group' | 'peerToPeer' | 'meeting',
  participants: CallInput['participants'] = [user()],
) => cloud.simulator.createCall({ kind, callbackUri: cloud.callbackUri, participants }).callId;

const postsOf = (invite: InviteHandle) =>
  cloud.simulator
    .ledger()
    .filter((entry) => entry.type === 'postReceived' && entry.clientContext === invite.inviteId);

describe('an invite over real HTTP, with signed notifications', () => {
  test('adds one person', async () => {
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [user()],
      deadlines: soon,
    });
    const result = await invite.result();
    expect(result).toMatchObject({
      scenario: 'add',
      participants: [{ rosterConfirmed: true, participantId: expect.any(String) as string }],
      confirmedBy: { completion: 'notification', roster: 'notification', teardown: 'notRequired' },
    });
    expect(postsOf(invite)).toHaveLength(1);
    await cloud.replay(invite);
  });

  test('adds three people with one request', async () => {
    const people = [user(), user(), user()];
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: people,
      deadlines: soon,
    });
    const result = await invite.result();
    expect(result.scenario).toBe('addSeveral');
    expect(result.participants.map((one) => one.rosterConfirmed)).toEqual([true, true, true]);
    expect(postsOf(invite)).toHaveLength(1);
    await cloud.replay(invite);
  });

  test('replaces a peer-to-peer call, and ends only after that call was deleted', async () => {
    const person = user();
    const original = newCall('peerToPeer', [person]);
    cloud.simulator.script({
      inviteeId: person.identity.user.id,
      delaysMs: { terminated: 600, deleted: 700 },
    });
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [{ ...person, replacesCallId: original }],
      deadlines: soon,
    });
    const result = await invite.result();
    expect(result).toMatchObject({
      scenario: 'replace',
      originalCall: { callId: original, terminated: true },
      confirmedBy: { teardown: 'notification' },
    });
    await cloud.replay(invite);
  });

  test('dials out to a phone', async () => {
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [{ identity: { phone: { id: '+15550100123' } } }],
      deadlines: soon,
    });
    expect(await invite.result()).toMatchObject({
      scenario: 'dialOut',
      participants: [{ identity: { phone: { id: '+15550100123' } }, rosterConfirmed: true }],
    });
    await cloud.replay(invite);
  });

  test('moves a person between meetings, without awaiting the end of the source', async () => {
    const person = user();
    const participantId = randomUUID();
    const source = newCall('meeting', [{ ...person, participantId }]);
    const invite = await cloud.invites.start({
      callId: newCall('meeting'),
      participants: [{ ...person, replacesCallId: source, participantId }],
      deadlines: soon,
    });
    expect(await invite.result()).toMatchObject({
      scenario: 'move',
      confirmedBy: { teardown: 'notRequired' },
    });
    await cloud.replay(invite);
  });

  test('joins at once when the answer is already completed', async () => {
    const person = user();
    cloud.simulator.script({
      inviteeId: person.identity.user.id,
      answer: { kind: 'completedInAnswer' },
    });
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [person],
      deadlines: soon,
    });
    expect(await invite.result()).toMatchObject({ confirmedBy: { completion: 'response' } });
  });

  test('joins when the completion overtakes the answer of the POST', async () => {
    const person = user();
    cloud.simulator.script({
      inviteeId: person.identity.user.id,
      answer: { kind: 'completionBeforeAnswer' },
    });
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [person],
      deadlines: soon,
    });
    expect(await invite.result()).toMatchObject({ confirmedBy: { completion: 'notification' } });
    expect(postsOf(invite)).toHaveLength(1);
  });
});

describe('a person who is not in the call', () => {
  test('does not count as joined while in the lobby', async () => {
    const person = user();
    const id = person.identity.user.id;
    cloud.simulator.script({ inviteeId: id, answer: { kind: 'lobby', admitAfterMs: 800 } });
    const callId = newCall('group');
    const invite = await cloud.invites.start({ callId, participants: [person], deadlines: soon });
    const waiting = await until(async () => {
      const status = await invite.status();
      return status.phase === 'awaitingRoster' && status;
    }, 'the operation completed while the person is in the lobby');
    expect(waiting.participants).toMatchObject([{ rosterConfirmed: false }]);
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('is not confirmed by rosters of others', async () => {
    const person = user();
    cloud.simulator.script({ inviteeId: person.identity.user.id, answer: { kind: 'rosterNever' } });
    const callId = newCall('group');
    const deadlines = { ...soon, rosterMs: 700 };
    const invite = await cloud.invites.start({ callId, participants: [person], deadlines });
    await until(() => postsOf(invite).length > 0, 'the POST');
    cloud.simulator.sendRoster(callId);
    await expect(invite.result()).rejects.toMatchObject({
      code: 'inviteFailed',
      type: 'RosterUnconfirmed',
      details: { joined: false, participants: [{ rosterConfirmed: false }] },
    });
  });
});

describe('an invite that ends otherwise', () => {
  test.each([
    [{ kind: 'decline', afterMs: 100 }, 'InviteDeclined'],
    [{ kind: 'busy', afterMs: 100 }, 'InviteBusy'],
    [{ kind: 'noAnswer', afterMs: 100 }, 'InviteNoAnswer'],
    [{ kind: 'notReachable', afterMs: 100 }, 'InviteeNotReachable'],
    [{ kind: 'failedInAnswer', code: 500, subcode: 3003 }, 'InviteFailed'],
    [{ kind: 'httpStatus', status: 403, code: '7504' }, 'InviteRejected'],
    [{ kind: 'httpStatus', status: 404, code: '8522' }, 'CallEnded'],
  ] as const)('%o is %s', async (answer, type) => {
    const person = user();
    cloud.simulator.script({ inviteeId: person.identity.user.id, answer });
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [person],
      deadlines: soon,
    });
    await expect(invite.result()).rejects.toMatchObject({ type, details: { outcome: type } });
    await cloud.replay(invite);
  });

  test('keeps the pair from the text of a failure, and nothing else of that text', async () => {
    const phone = '+15550100999';
    cloud.simulator.script({
      inviteeId: phone,
      answer: {
        kind: 'fail',
        code: 500,
        subcode: 0,
        message:
          'addParticipantsfailed for participants: {mri} reason: could not, code=580 subcode=5201',
      },
    });
    const invite = await cloud.invites.start({
      callId: newCall('group'),
      participants: [{ identity: { phone: { id: phone } } }],
      deadlines: soon,
    });
    const error: unknown = await invite.result().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      type: 'InviteFailed',
      retryAdvice: 'later',
      details: { resultInfo: { code: 500, subcode: 0, diagnosticCode: '580#5201' } },
    });
    expect(String(error)).not.toContain(phone);
    expect(cloud.log.join('')).not.toContain(phone);
  });

  test('ends with its call', async () => {
    const person = user();
    cloud.simulator.script({ inviteeId: person.identity.user.id, answer: { kind: 'never' } });
    const callId = newCall('group');
    const invite = await cloud.invites.start({ callId, participants: [person], deadlines: soon });
    await until(() => postsOf(invite).length > 0, 'the POST');
    cloud.simulator.endCall(callId);
    await expect(invite.result()).rejects.toMatchObject({ type: 'CallEnded' });
  });
});
