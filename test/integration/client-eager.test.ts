/** Starting eagerly: the worker of the same process takes the invite with the answer to its start. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createInviteClient } from '../../client/index.ts';
import type { PostInviteAnswer } from '../../contracts/activities.ts';
import { eventsOf } from '../support/histories.ts';
import { onOwnCall, startInvites, type Invites } from '../support/invites.ts';

let server: Invites;
beforeAll(async () => {
  server = await startInvites();
});
afterAll(async () => {
  await server.close();
});

/** An invite that ends with the answer to its POST. */
function request() {
  const inviteId = `ticket-${randomUUID()}`;
  const wanted = onOwnCall({ participants: [{ identity: { user: { id: randomUUID() } } }] });
  const declined: PostInviteAnswer = {
    status: 'failed',
    resultInfo: { code: 603, subcode: 0 },
    participantIds: [],
  };
  server.script(wanted.callId, { postInvite: () => Promise.resolve(declined) });
  return { ...wanted, inviteId };
}

/** Whether the server gave the first task away with its answer to the start. */
async function wasEager(workflowId: string): Promise<boolean> {
  const [first] = await eventsOf(server.client.workflow.getHandle(workflowId));
  return first?.workflowExecutionStartedEventAttributes?.eagerExecutionAccepted ?? false;
}

test("a client on the worker's connection starts eagerly when it was made so", async () => {
  const { client, taskQueue } = server;
  const eager = await createInviteClient({ client, taskQueue, eagerStart: true }).start(request());
  const ordinary = await createInviteClient({ client, taskQueue }).start(request());
  for (const invite of [eager, ordinary]) {
    await expect(invite.result()).rejects.toMatchObject({ type: 'InviteDeclined' });
  }
  expect(await wasEager(eager.workflowId)).toBe(true);
  expect(await wasEager(ordinary.workflowId)).toBe(false);
});

test('without a worker of its task queue in the process it starts as ever', async () => {
  const { client } = server;
  const taskQueue = `nobody-${randomUUID()}`;
  const invite = await createInviteClient({ client, taskQueue, eagerStart: true }).start(request());
  expect(await wasEager(invite.workflowId)).toBe(false);
  await client.workflow.getHandle(invite.workflowId).terminate();
});

test('started twice at once it is one invite', async () => {
  const { client, taskQueue } = server;
  const invites = createInviteClient({ client, taskQueue, eagerStart: true });
  const wanted = request();
  const [one, other] = await Promise.all([invites.start(wanted), invites.start(wanted)]);
  await expect(one.result()).rejects.toMatchObject({ type: 'InviteDeclined' });
  expect([one, other].filter(({ runId }) => runId === undefined)).toHaveLength(1);
});

test('a client on a connection of its own refuses before anything is sent', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection, namespace: inject('temporalNamespace') });
  const { taskQueue } = server;
  const invites = createInviteClient({ client, taskQueue, eagerStart: true });
  const wanted = request();
  await expect(invites.start(wanted)).rejects.toThrow(/NativeConnection/);
  await expect(invites.get(wanted.inviteId).status()).rejects.toMatchObject({
    code: 'inviteNotFound',
  });
  await connection.close();
});
