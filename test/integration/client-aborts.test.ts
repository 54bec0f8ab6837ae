/** Each call of the client can be given up, on both kinds of connection, while Temporal does not answer. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

function request() {
  const { callId } = cloud.simulator.createCall({ kind: 'group', callbackUri: cloud.callbackUri });
  return {
    inviteId: `ticket-${randomUUID()}`,
    callId,
    participants: [{ identity: { user: { id: randomUUID() } } }],
    deadlines: { operationMs: 10_000, rosterMs: 10_000, reconcileMs: 2_000 },
  };
}

async function behindProxy(kind: typeof NativeConnection | typeof Connection, timeoutMs = 2_000) {
  const [host = '', port = ''] = inject('temporalAddress').split(':');
  const proxy = await startFaultProxy({ target: { host, port: Number(port) } });
  const connection = await kind.connect({ address: `127.0.0.1:${proxy.port}` });
  const client = new Client({ connection, namespace: inject('temporalNamespace') });
  const { taskQueue } = cloud;
  const invites = createInviteClient({ client, taskQueue, timeoutMs });
  return { proxy, connection, invites };
}

/** What each call throws when it is given up while its answer is out. */
async function reasonsWhileSilent(invites: InviteClient, proxy: FaultProxy): Promise<unknown[]> {
  const controller = new AbortController();
  const { signal } = controller;
  const invite = invites.get(randomUUID());
  proxy.set({ kind: 'silent' });
  const calls = [
    invites.start(request(), { signal }),
    invite.status({ signal }),
    invite.cancel({ signal }),
    invite.result({ signal }),
    invite.watch({ signal }).next(),
    invites.list({ signal }),
  ].map((call) => call.then(String, (reason: unknown) => reason));
  // So that each has sent its request, or has it ready.
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort('the caller went away');
  return Promise.all(calls);
}

describe.each([
  ["a worker's connection", NativeConnection],
  ["a client's own connection", Connection],
])('on %s', (_, kind) => {
  test('each call ends with the reason of its signal, though nobody answers', async () => {
    const { proxy, connection, invites } = await behindProxy(kind);
    const reasons = await reasonsWhileSilent(invites, proxy);
    expect(reasons).toEqual(Array.from({ length: 6 }, () => 'the caller went away'));
    await proxy.close();
    await connection.close();
  });

  test('a start that was aborted before its answer came is found by starting it again', async () => {
    const { proxy, connection, invites } = await behindProxy(kind, 30_000);
    const wanted = request();
    const controller = new AbortController();
    // Each way: the POST is there long before the answer to the start.
    proxy.set({ kind: 'late', ms: 2_000 });
    const given = invites.start(wanted, { signal: controller.signal });
    given.catch(() => undefined);
    const posts = () =>
      cloud.simulator
        .ledger()
        .filter(
          (entry) => entry.type === 'postReceived' && entry.clientContext === wanted.inviteId,
        );
    await until(() => posts().length > 0, 'the POST');
    controller.abort('too slow');
    await expect(given).rejects.toBe('too slow');
    const again = await cloud.invites.start(wanted);
    expect(again.runId).toBeUndefined();
    expect(await again.result()).toMatchObject({ outcome: 'joined' });
    expect(posts()).toHaveLength(1);
    await proxy.close();
    await connection.close();
  });
});

test('an aborted watch ends with the reason, and the invite goes on', async () => {
  const wanted = request();
  const invitee = wanted.participants[0]?.identity.user.id ?? '';
  cloud.simulator.script({ inviteeId: invitee, answer: { kind: 'answer', afterMs: 1_000 } });
  const invite = await cloud.invites.start(wanted);
  const controller = new AbortController();
  const phases: string[] = [];
  const watching = async () => {
    for await (const { phase } of invite.watch({ pollMs: 60_000, signal: controller.signal })) {
      phases.push(phase);
      controller.abort(new Error('seen enough'));
    }
  };
  await expect(watching()).rejects.toThrow('seen enough');
  expect(phases).toHaveLength(1);
  expect(await invite.result()).toMatchObject({ outcome: 'joined' });
});
