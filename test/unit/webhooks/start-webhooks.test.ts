import { Client, Connection } from '@temporalio/client';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../runtime/logger.ts';
import { readWebhooksConfig } from '../../../webhooks/config.ts';
import { startWebhooks, type Webhooks } from '../../../webhooks/start-webhooks.ts';
import { rsaKey, startKeySetServer, type TestKey } from './key-set-server.ts';

let key: TestKey;
let keyServer: Awaited<ReturnType<typeof startKeySetServer>>;
let connection: Connection;
let webhooks: Webhooks;

const settings = () => ({
  config: readWebhooksConfig({
    WEBHOOK_PORT: '0',
    ADMIN_PORT: '0',
    NOTIFICATION_AUDIENCE: 'bot-1',
    NOTIFICATION_ISSUERS: 'https://issuer.example',
    NOTIFICATION_JWKS_URL: keyServer.url,
    ALLOW_INSECURE_LOOPBACK: 'true',
  }),
  client: () => new Client({ connection }),
  logger: createLogger({ name: 'test', level: 'silent' }),
});

beforeAll(async () => {
  key = await rsaKey('key-1');
  keyServer = await startKeySetServer([key.jwk]);
  // Nobody listens on port 1.
  connection = Connection.lazy({ address: '127.0.0.1:1' });
  webhooks = await startWebhooks(settings());
});
afterAll(async () => {
  await webhooks.close();
  await connection.close();
  await keyServer.close();
});

async function notify(body: unknown, audience = 'bot-1', { notificationUrl } = webhooks) {
  const token = await new SignJWT({ tid: 'tenant-1' })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .setIssuer('https://issuer.example')
    .setAudience(audience)
    .setNotBefore('1 minute ago')
    .setExpirationTime('5 minutes')
    .sign(key.privateKey);
  return fetch(notificationUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const operation = {
  resource: '/app/calls/call-1/operations/op-1',
  resourceData: { clientContext: 'invite-1', status: 'completed' },
};

describe('webhooks whose Temporal is away', () => {
  it.each([
    ['the end of an operation', operation],
    ['the end of a call', { changeType: 'deleted', resource: '/app/calls/call-1' }],
  ])('answer 503 within 4 s to %s, and nothing is acknowledged', async (_, item) => {
    const begin = performance.now();
    const response = await notify({ value: [item] });
    expect([response.status, response.headers.has('retry-after')]).toEqual([503, true]);
    expect(performance.now() - begin).toBeLessThan(4_500);
  });

  it('still accept what concerns nobody, and refuse what is not theirs', async () => {
    expect((await notify({ value: [{ resource: '/communications/other' }] })).status).toBe(202);
    expect((await notify({ value: [operation] }, 'bot-2')).status).toBe(401);
  });

  it('are alive, not ready, and count', async () => {
    expect((await fetch(`${webhooks.adminUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${webhooks.adminUrl}/readyz`)).status).toBe(503);
    const text = await (await fetch(`${webhooks.adminUrl}/metrics`)).text();
    expect(text).toContain('graph_invite_webhook_key_set_loads_total{result="loaded"} 1');
  });
});

describe('webhooks that are asked to stop', () => {
  it('are not ready, and take what still comes as the last on its connection', async () => {
    const leaving = await startWebhooks({ ...settings(), lingerMs: 1_000 });
    const closed = leaving.close();
    expect((await fetch(`${leaving.adminUrl}/readyz`)).status).toBe(503);
    const answer = await notify({ value: [{ resource: '/other' }] }, 'bot-1', leaving);
    expect([answer.status, answer.headers.get('connection')]).toEqual([202, 'close']);
    await closed;
    await expect(notify({ value: [] }, 'bot-1', leaving)).rejects.toThrow('fetch failed');
  });
});
