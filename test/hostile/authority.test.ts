import { afterEach, describe, expect, it } from 'vitest';
import { normaliseId } from '../../contracts/ids.ts';
import type { Registration } from '../../contracts/types.ts';
import { callId, inviteId, openStand, tenantId, type Stand } from './stand.ts';

/** A valid signature proves who sent, not that what is said concerns an invite (row 29, and part of row 43). */

const elsewhere = 'e15e0000-1111-4222-8333-444455556666';
const person = 'ada0ada0-1111-4222-8333-444455556666';

let stand: Stand;
afterEach(() => stand.close());

const operation = (clientContext: string, status: string, call = callId) => ({
  resource: `/app/calls/${call}/operations/op-1`,
  resourceData: { status, clientContext, resultInfo: { code: 200, subcode: 0 } },
});
const roster = (call: string, id: string) => ({
  changeType: 'updated',
  resource: `/app/calls/${call}/participants`,
  resourceData: [{ id: 'p-1', info: { identity: { user: { id } } } }],
});
const callEnd = (call: string) => ({ changeType: 'deleted', resource: `/app/calls/${call}` });

const waiting = (call: string): Registration[] =>
  call === callId
    ? [
        {
          inviteId,
          participantKeys: [normaliseId(person)],
          role: 'target',
          expiresAt: '2099-01-01T00:00:00Z',
        },
      ]
    : [];

/** Temporal knows this one invite, and that it goes on. */
async function openWithOneInvite(alive = true) {
  stand = await openStand({
    registrations: waiting,
    store: (signal) => (alive && signal.inviteId === inviteId ? 'stored' : 'nobodyWaits'),
  });
}

async function deliver(...value: object[]): Promise<number> {
  return (await stand.post(JSON.stringify({ value }))).status;
}

const counted = (kind: string, result: string, count = 1) =>
  `notifications_total{kind="${kind}",result="${result}"} ${count}`;

describe('a validly signed notification', () => {
  it('of an invite that there is not is answered 202 and counted as for nobody', async () => {
    await openWithOneInvite();
    expect(await deliver(operation('another-invite', 'completed'))).toBe(202);
    expect(await stand.counted()).toContain(counted('operationCompleted', 'nobodyWaits'));
    expect(await stand.counted()).not.toMatch(/result="stored"\} [1-9]/);
  });

  it.each([
    ['an operation', operation(inviteId, 'failed'), 'operationFailed'],
    ['a roster', roster(callId, person), 'rosterUpdated'],
    ['the end of its call', callEnd(callId), 'callTerminated'],
  ])(
    'of %s for an invite that has ended is answered 202 and counted as for nobody',
    async (_, item, kind) => {
      await openWithOneInvite(false);
      expect(await deliver(item)).toBe(202);
      expect(await stand.counted()).toContain(counted(kind, 'nobodyWaits'));
    },
  );

  it.each([
    ['a roster', roster(elsewhere, person), 'rosterUpdated'],
    ['an end', callEnd(elsewhere), 'callTerminated'],
    [
      'a roster of strangers',
      roster(callId, 'b0bb0bb0-1111-4222-8333-444455556666'),
      'rosterUpdated',
    ],
  ])(
    'with %s of another call, or of nobody who is invited, signals nobody',
    async (_, item, kind) => {
      await openWithOneInvite();
      expect(await deliver(item)).toBe(202);
      expect(stand.signals).toEqual([]);
      expect(await stand.counted()).toContain(counted(kind, 'nobodyWaits'));
    },
  );

  it('of an operation in another call is handed on with that call, for the invite to refuse', async () => {
    await openWithOneInvite();
    expect(await deliver(operation(inviteId, 'completed', elsewhere))).toBe(202);
    expect(stand.signals).toMatchObject([
      { inviteId, name: 'operationCompleted', fact: { callId: elsewhere, tenantId } },
    ]);
  });

  it.each(['../call/x', 'a/b', 'call/x', 'x'.repeat(201), ' ', 'invite/x'])(
    'with the clientContext %j reaches no workflow at all',
    async (clientContext) => {
      await openWithOneInvite();
      expect(await deliver(operation(clientContext, 'completed'))).toBe(202);
      expect(stand.signals).toEqual([]);
      expect(await stand.counted()).toContain(counted('ignored', 'noInviteId'));
    },
  );

  it('that mixes its neighbours up leaves the one that concerns an invite its effect', async () => {
    await openWithOneInvite();
    const items = [
      operation('nobody', 'completed'),
      callEnd(elsewhere),
      operation(inviteId, 'completed'),
    ];
    expect(await deliver(...items, { resource: 7 }, roster(callId, person))).toBe(202);
    expect(await stand.counted()).toContain(counted('operationCompleted', 'stored'));
    expect(await stand.counted()).toContain(counted('operationCompleted', 'nobodyWaits'));
    expect(await stand.counted()).toContain(counted('rosterUpdated', 'stored'));
  });

  it('carries the tenant of its token, whatever its body says', async () => {
    await openWithOneInvite();
    const item = { ...operation(inviteId, 'completed'), tenantId: 'other' };
    expect(
      await deliver({ ...item, resourceData: { ...item.resourceData, tenantId: 'other' } }),
    ).toBe(202);
    expect(stand.signals[0]?.fact.tenantId).toBe(tenantId);
  });

  it('sent again with the same token and another body is answered 202 and judged by what it says', async () => {
    await openWithOneInvite();
    const authorization = `Bearer ${await stand.token()}`;
    for (const item of [
      operation('x', 'completed'),
      operation('x', 'completed'),
      operation('y', 'failed'),
    ]) {
      expect((await stand.post(JSON.stringify({ value: [item] }), authorization)).status).toBe(202);
    }
    expect(await stand.counted()).not.toMatch(/result="stored"\} [1-9]/);
  });
});
