/**
 * A valid token says who sends, not what may be moved: facts of another call, another tenant or about an ended invite are
 * acknowledged, counted, and change nothing.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import type { Script } from '../../simulator/index.ts';
import { startCloud, tenantId, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const otherTenant = '5b0f6c1e-8a39-4a52-9d0e-2f4c7b6a1d08';
const deadlines = { operationMs: 6_000, rosterMs: 1_000, teardownMs: 1_000, reconcileMs: 2_000 };

interface Waiting {
  readonly invite: InviteHandle;
  readonly callId: string;
  readonly personId: string;
}

async function waiting(answer: Script['answer']): Promise<Waiting> {
  const { callbackUri } = cloud;
  const { callId } = cloud.simulator.createCall({ kind: 'group', callbackUri });
  const [inviteId, personId] = [randomUUID(), randomUUID()];
  cloud.simulator.script({ clientContext: inviteId, answer });
  const participants = [{ identity: { user: { id: personId } } }];
  const invite = await cloud.invites.start({ inviteId, callId, tenantId, participants, deadlines });
  await until(async () => (await invite.status()).phase === 'awaitingOutcome', 'it waits');
  return { invite, callId, personId };
}

/** A notification with a token that the simulator signs as Graph would. */
async function notify(item: object, tid = tenantId): Promise<void> {
  const token = await cloud.simulator.mintToken({ claims: { tid } });
  const response = await fetch(cloud.callbackUri, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ value: [item] }),
  });
  expect(response.status).toBe(202);
}

const failure = (callId: string, clientContext: string) => ({
  changeType: 'updated',
  resourceUrl: `/communications/calls/${callId}/operations/${randomUUID()}`,
  resourceData: {
    '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
    status: 'failed',
    clientContext,
    resultInfo: { code: 487, subcode: 10_003 },
  },
});
const callEnd = (callId: string) => ({
  changeType: 'deleted',
  resourceUrl: `/communications/calls/${callId}`,
  resourceData: { '@odata.type': '#microsoft.graph.call', state: 'terminated' },
});
const roster = (callId: string, personId: string) => ({
  changeType: 'updated',
  resourceUrl: `/communications/calls/${callId}/participants`,
  resourceData: [
    {
      '@odata.type': '#microsoft.graph.participant',
      id: randomUUID(),
      info: { identity: { user: { id: personId } } },
    },
  ],
});

async function count(name: string): Promise<number> {
  const text = await (await fetch(`${cloud.webhooks.adminUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(name)) ?? '';
  return Number(line.split(' ').at(-1));
}

async function signals({ workflowId }: InviteHandle): Promise<number> {
  const { events = [] } = await cloud.client.workflow.getHandle(workflowId).fetchHistory();
  return events?.filter((one) => one.workflowExecutionSignaledEventAttributes != null).length ?? 0;
}

describe('a validly signed notification', () => {
  test('about another call, or of another tenant, leaves an invite to its own facts', async () => {
    const { invite, callId } = await waiting({ kind: 'answer', afterMs: 1_500 });
    await notify(failure(randomUUID(), invite.inviteId));
    await notify(failure(callId, invite.inviteId), otherTenant);
    await notify(callEnd(callId), otherTenant);
    await notify(callEnd(randomUUID()));
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
    // The first three reached the invite and were dropped there; completion and roster were its own.
    expect(await signals(invite)).toBe(5);
  });

  test('of another tenant proves nobody present', async () => {
    const { invite, callId, personId } = await waiting({ kind: 'rosterNever', afterMs: 500 });
    await notify(roster(callId, personId), otherTenant);
    await expect(invite.result()).rejects.toMatchObject({ type: 'RosterUnconfirmed' });
  });

  test('about an ended or unknown invite is counted, and stored nowhere', async () => {
    const { invite, callId } = await waiting({ kind: 'answer' });
    await invite.result();
    const [before, stored] = [await signals(invite), await nobody()];
    await notify(failure(callId, invite.inviteId));
    await notify(failure(callId, randomUUID()));
    await notify(callEnd(randomUUID()));
    expect(await signals(invite)).toBe(before);
    expect((await nobody()) - stored).toBe(2);
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test("under somebody else's workflow id moves nothing but invites", async () => {
    const { callId } = await waiting({ kind: 'never' });
    for (const clientContext of [`../call/${callId}`, `call/${callId}`, 'a b', '', 'x'.repeat(201)])
      await notify(failure(callId, clientContext));
    const { events = [] } = await cloud.client.workflow
      .getHandle(`call/${callId.replaceAll('-', '')}`)
      .fetchHistory();
    expect(events?.filter((one) => one.workflowExecutionSignaledEventAttributes != null)).toEqual(
      [],
    );
  });
});

function nobody(): Promise<number> {
  return count('graph_invite_webhook_signals_total{signal="operationFailed",result="nobodyWaits"}');
}
