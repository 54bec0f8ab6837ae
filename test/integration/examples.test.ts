/** The backends in examples/, over HTTP, as somebody would use them: with the client of the built package. */
import { randomUUID } from 'node:crypto';
import { createInviteClient, type InviteHandle } from 'graph-invite-orchestrator/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer as startExpress } from '../../examples/express/start-server.ts';
import { startServer as startFastify } from '../../examples/fastify/start-server.ts';
import type { RunningServer } from '../../examples/http/running-server.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

function wanted() {
  const { callId } = cloud.simulator.createCall({ kind: 'group', callbackUri: cloud.callbackUri });
  const id = randomUUID();
  const deadlines = { operationMs: 10_000, rosterMs: 10_000, reconcileMs: 2_000 };
  return { id, request: { callId, participants: [{ identity: { user: { id } } }], deadlines } };
}

const posts = (inviteId: string) =>
  cloud.simulator
    .ledger()
    .filter((entry) => entry.type === 'postReceived' && entry.clientContext === inviteId);

describe.each([
  ['Express', startExpress],
  ['Fastify', startFastify],
])('the backend with %s', (_, startServer) => {
  let server: RunningServer;
  const watchedUnder: (AbortSignal | undefined)[] = [];
  beforeAll(async () => {
    const { client, taskQueue } = cloud;
    const invites = createInviteClient({ client, taskQueue, timeoutMs: 5_000 });
    const get = (inviteId: string) => {
      const handle = invites.get(inviteId);
      const watch: InviteHandle['watch'] = (options) => {
        watchedUnder.push(options?.signal);
        return handle.watch(options);
      };
      return { ...handle, watch };
    };
    server = await startServer({ ...invites, get });
  });
  afterAll(async () => {
    await server.close();
  });

  const invite = (key: string, body: unknown) =>
    fetch(`${server.url}/invites`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}/invites/${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  /** Rings until it is taken back; the key and what the server answered with. */
  const ringing = async () => {
    const { id, request } = wanted();
    const oddities = ['participantIdInAnswer' as const];
    cloud.simulator.script({ inviteeId: id, answer: { kind: 'never' }, oddities });
    const key = randomUUID();
    await invite(key, request);
    await until(() => posts(key).length > 0, 'the POST');
    return key;
  };

  test('brings a person in, once, however often the key is sent', async () => {
    const { request } = wanted();
    const key = `order-${randomUUID()}`;
    const first = await invite(key, request);
    expect([first.status, first.headers.get('location')]).toEqual([201, `/invites/${key}`]);
    const again = await invite(key, request);
    expect([again.status, await again.json()]).toEqual([200, { inviteId: key }]);
    expect(await ask(`${key}/result`)).toMatchObject({ status: 200, body: { outcome: 'joined' } });
    expect(await ask(key)).toMatchObject({ body: { phase: 'done', outcome: 'joined' } });
    expect(posts(key)).toHaveLength(1);
  });

  test('refuses a key that stands for another request', async () => {
    const { request } = wanted();
    const key = randomUUID();
    await invite(key, request);
    const conflict = await invite(key, { ...request, confirmRoster: false });
    expect(conflict.status).toBe(409);
    expect(await conflict.json()).toMatchObject({
      code: 'inviteConflict',
      differing: ['confirmRoster'],
    });
  });

  test('answers for each mistake of its caller with a status of its own', async () => {
    const invalid = await invite('a key with spaces', { callId: 'call-1' });
    expect(invalid.status).toBe(400);
    expect(await invalid.json()).toMatchObject({
      code: 'invalidInviteRequest',
      problems: [expect.stringMatching(/^inviteId: /), expect.stringMatching(/^participants: /)],
    });
    expect(await ask('nobody')).toMatchObject({ status: 404, body: { code: 'inviteNotFound' } });
    expect(await ask('nobody/events')).toMatchObject({ status: 404 });
    const headers = { 'content-type': 'application/json' };
    const broken = await ask('', { method: 'POST', headers, body: '{' });
    expect(broken).toMatchObject({ status: 400, body: { code: 'badRequest' } });
  });

  test('tells of a declined invite, with the advice about trying again', async () => {
    const { id, request } = wanted();
    cloud.simulator.script({ inviteeId: id, answer: { kind: 'decline', afterMs: 1 } });
    const key = randomUUID();
    await invite(key, request);
    const declined = { type: 'InviteDeclined', retryAdvice: 'never' };
    expect(await ask(`${key}/result`)).toMatchObject({ status: 422, body: declined });
    expect(await ask(key)).toMatchObject({
      status: 200,
      body: { phase: 'done', outcome: 'InviteDeclined', retryAdvice: 'never' },
    });
  });

  test('takes an invite back', async () => {
    const key = await ringing();
    expect(await ask(key, { method: 'DELETE' })).toEqual({ status: 202, body: { inviteId: key } });
    expect(await ask(`${key}/result`)).toMatchObject({
      status: 410,
      body: { code: 'inviteCanceled' },
    });
  });

  test('streams each change of the status to the end', async () => {
    const { request } = wanted();
    const key = randomUUID();
    await invite(key, request);
    const response = await fetch(`${server.url}/invites/${key}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = (await response.text()).trimEnd().split('\n\n');
    expect(events.at(-2)).toMatch(/^event: status\ndata: .*"outcome":"joined"/);
    expect(events.at(-1)).toBe('event: end\ndata: {}');
  });

  test('stops asking, and no more, when the caller of a stream goes away', async () => {
    const key = await ringing();
    const controller = new AbortController();
    const { signal } = controller;
    const response = await fetch(`${server.url}/invites/${key}/events`, { signal });
    await response.body?.getReader().read();
    expect(watchedUnder.at(-1)?.aborted).toBe(false);
    controller.abort();
    await until(() => watchedUnder.at(-1)?.aborted, 'the asking ends');
    expect(await ask(key)).toMatchObject({ status: 200, body: { phase: 'awaitingOutcome' } });
    await ask(key, { method: 'DELETE' });
  });

  test('closes while streams are open and results are awaited', async () => {
    const { client, taskQueue } = cloud;
    const closed = await startServer(createInviteClient({ client, taskQueue }));
    const key = await ringing();
    const events = await fetch(`${closed.url}/invites/${key}/events`);
    const result = fetch(`${closed.url}/invites/${key}/result`);
    const text = events.text();
    await until(async () => (await ask(key)).status === 200, 'both are under way');
    await closed.close();
    expect((await result).status).toBe(503);
    expect(await text).toMatch(/^event: status/);
    await ask(key, { method: 'DELETE' });
  });
});
