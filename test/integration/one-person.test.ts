/** Row 38: one person invited twice. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const soon = { operationMs: 15_000, rosterMs: 10_000, reconcileMs: 5_000 };

function invitee(repeatedInvite: 'rings' | 'isRefused', afterMs: number) {
  const { simulator, callbackUri } = cloud;
  const { callId } = simulator.createCall({ kind: 'group', callbackUri, repeatedInvite });
  const id = randomUUID();
  simulator.script({ inviteeId: id, answer: { kind: 'answer', afterMs } });
  return { callId, participants: [{ identity: { user: { id } } }], deadlines: soon };
}

const postsTo = (callId: string) =>
  cloud.simulator
    .ledger()
    .filter((entry) => entry.type === 'postReceived' && entry.callId === callId);

const rings = (callId: string) =>
  cloud.simulator.ledger().filter((entry) => entry.type === 'rang' && entry.callId === callId);

describe.concurrent('row 38: one person invited twice', () => {
  test('under the same id is one invite, which posts once', async () => {
    const request = { inviteId: randomUUID(), ...invitee('rings', 300) };
    const both = await Promise.all([cloud.invites.start(request), cloud.invites.start(request)]);
    const [first, second] = await Promise.all(both.map((invite) => invite.result()));
    expect(first).toMatchObject({ outcome: 'joined', inviteId: request.inviteId });
    expect(second).toEqual(first);
    expect(postsTo(request.callId)).toHaveLength(1);
  });

  test('while the first still rings, joins both where Graph rings again', async () => {
    const request = invitee('rings', 1_500);
    const first = await cloud.invites.start(request);
    await until(() => rings(request.callId).length === 1, 'the first rings');
    const second = await cloud.invites.start(request);
    const results = await Promise.all([first.result(), second.result()]);
    expect(results).toMatchObject([{ outcome: 'joined' }, { outcome: 'joined' }]);
    expect(postsTo(request.callId)).toHaveLength(2);
  });

  test('while the first still rings, says that Graph refused the second', async () => {
    const request = invitee('isRefused', 1_500);
    const first = await cloud.invites.start(request);
    await until(() => rings(request.callId).length === 1, 'the first rings');
    const second = await cloud.invites.start(request);
    await expect(second.result()).rejects.toMatchObject({
      type: 'InviteRejected',
      details: { graphError: { status: 409 }, joined: false },
    });
    expect(await first.result()).toMatchObject({ outcome: 'joined' });
    expect(rings(request.callId)).toHaveLength(1);
  });

  test('after the first joined, says that Graph refused the second', async () => {
    const request = invitee('isRefused', 50);
    await (await cloud.invites.start(request)).result();
    const second = await cloud.invites.start(request);
    await expect(second.result()).rejects.toMatchObject({ type: 'InviteRejected' });
    expect(rings(request.callId)).toHaveLength(1);
  });
});
