import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../runtime/logger.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import type { ReceiveNotification } from '../../../webhooks/receive-notification.ts';
import { startServer, type NotificationServer } from '../../../webhooks/server.ts';
import { UnavailableError } from '../../../webhooks/unavailable-error.ts';
import type { Verification } from '../../../webhooks/verify.ts';
import { until } from './key-set-server.ts';

const accepted: Verification = { kind: 'accepted', tenantId: 'tenant-1' };
const logger = createLogger({ name: 'test', level: 'silent' });
let server: NotificationServer | undefined;
let metrics: ReturnType<typeof createMetrics>;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Given {
  readonly verification?: Verification;
  readonly receive?: ReceiveNotification;
  readonly deadlineMs?: number;
  readonly drainMs?: number;
}

async function start({ verification = accepted, receive, ...limits }: Given = {}): Promise<string> {
  metrics = createMetrics();
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    path: '/notifications',
    bodyLimit: 2048,
    verify: (rawHeaders) =>
      Promise.resolve(
        rawHeaders.includes('Bearer good')
          ? verification
          : { kind: 'unauthorised', failure: 'noToken' },
      ),
    receive: receive ?? (() => Promise.resolve('accepted')),
    metrics,
    logger,
    ...limits,
  });
  return `${server.url}/notifications`;
}

const json = { authorization: 'Bearer good', 'content-type': 'application/json' };

function post(url: string, body = '{}', headers: Record<string, string> = json) {
  return fetch(url, { method: 'POST', headers, body });
}

/** What any answer may say: nothing. */
async function expectEmpty(response: Response): Promise<void> {
  expect(await response.text()).toBe('');
  for (const name of ['server', 'x-powered-by', 'content-type'])
    expect(response.headers.has(name)).toBe(false);
}

/** Writes bytes as they are and returns all that comes back until the server closes. */
async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  try {
    for await (const part of socket) answer += String(part);
  } catch {
    // A reset after the answer is the server's right.
  }
  return answer;
}

describe('an accepted notification', () => {
  it('is answered 202 with an empty body, after it was received', async () => {
    let received: unknown[] = [];
    let ended = false;
    const url = await start({
      receive: async (...args) => {
        received = args;
        await pause(30);
        ended = true;
        return 'accepted';
      },
    });
    const response = await post(url, '{"value":[]}');
    expect([response.status, ended]).toEqual([202, true]);
    expect(received).toEqual([{ value: [] }, 'tenant-1']);
    await expectEmpty(response);
  });

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;odata.metadata=minimal',
  ])('may come as %s', async (type) => {
    expect((await post(await start(), '{}', { ...json, 'content-type': type })).status).toBe(202);
  });

  it('may carry a query, which is not looked at', async () => {
    expect((await post(`${await start()}?__proto__[x]=1&a=b`)).status).toBe(202);
    expect('x' in {}).toBe(false);
  });
});

describe('a body of no use', () => {
  const nested = `${'['.repeat(900)}${']'.repeat(900)}`;

  it.each<[number, string, string, Record<string, string>]>([
    [400, 'no JSON', '{"value":[}', {}],
    [400, 'a trailing comma', '{"value":[],}', {}],
    [400, 'nothing', '', {}],
    [400, '__proto__', '{"__proto__":{"x":1}}', {}],
    [400, 'an escaped __proto__', '{"a":[{"\\u005f_proto__":{"x":1}}]}', {}],
    [400, 'constructor.prototype', '{"constructor":{"prototype":{"x":1}}}', {}],
    [413, '2,049 bytes', JSON.stringify('x'.repeat(2047)), {}],
    [415, 'text', '{}', { 'content-type': 'text/plain' }],
    [415, 'a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    [415, 'XML', '<a/>', { 'content-type': 'application/xml' }],
    [415, 'JSON in disguise', '{}', { 'content-type': 'application/json+x' }],
    [415, 'a broken content type', '{}', { 'content-type': 'application' }],
    [415, 'gzip', '{}', { 'content-encoding': 'gzip' }],
  ])('is answered %i for %s', async (status, _, body, headers) => {
    const url = await start();
    const response = await post(url, body, { ...json, ...headers });
    expect(response.status).toBe(status);
    await expectEmpty(response);
    expect('x' in {}).toBe(false);
  });

  it('is answered 415 without a content type', async () => {
    const url = await start();
    const headers =
      'Host: x\r\nAuthorization: Bearer good\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}';
    expect(await raw(url, `POST /notifications HTTP/1.1\r\n${headers}`)).toMatch(/^HTTP\/1.1 415 /);
  });

  it('is answered 400 when the reader refuses it', async () => {
    const response = await post(await start({ receive: () => Promise.resolve('refused') }), nested);
    expect(response.status).toBe(400);
    await expectEmpty(response);
  });

  it('is answered 413 for chunks without end', async () => {
    const url = await start();
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;
    const headers =
      'Host: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked';
    const answer = await raw(
      url,
      `POST /notifications HTTP/1.1\r\n${headers}\r\n\r\n${chunk.repeat(5)}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/\r\n\r\n$/);
  });
});

describe('a sender who is not let in', () => {
  it('is answered 401 without a reason, before its body is read', async () => {
    const url = await start();
    for (const headers of [
      { 'content-type': 'text/plain' },
      { ...json, authorization: 'Bearer bad' },
    ]) {
      const response = await post(url, 'x'.repeat(5000), headers);
      expect(response.status).toBe(401);
      await expectEmpty(response);
    }
    const waiting = 'Host: x\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n';
    expect(await raw(url, `POST /notifications HTTP/1.1\r\n${waiting}`)).toMatch(/^HTTP\/1.1 401 /);
  });

  it('is answered 403 for a tenant that is not allowed', async () => {
    const response = await post(
      await start({ verification: { kind: 'forbidden', failure: 'tenant' } }),
    );
    expect(response.status).toBe(403);
    await expectEmpty(response);
  });

  it('is asked to come back when the keys are not to be had', async () => {
    const url = await start({
      verification: { kind: 'keysUnavailable', failure: 'keysUnavailable', retryAfterSeconds: 17 },
    });
    const response = await post(url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '17']);
    await expectEmpty(response);
  });
});

describe('another method or path', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s is answered 405',
    async (method) => {
      const response = await fetch(await start(), { method, headers: json });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      await expectEmpty(response);
    },
  );

  it.each(['TRACE', 'PROPFIND'])('%s is answered 405 too', async (method) => {
    const url = await start();
    expect(
      await raw(url, `${method} /notifications HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1.1 405 /);
  });

  it.each([
    '/',
    '/notifications/',
    '/Notifications',
    '/notifications/x',
    '/healthz',
    '/%zz',
    '/%2e%2e/x',
  ])('POST %s is answered 404, whatever its body', async (path) => {
    const { origin } = new URL(await start());
    const response = await post(`${origin}${path}`, '{broken');
    expect(response.status).toBe(404);
    await expectEmpty(response);
  });
});

it.each(['100-continue', 'x'])(
  'a request that expects %s is looked at like any other',
  async (expected) => {
    const url = await start();
    const request = (token: string) =>
      raw(
        url,
        `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nExpect: ${expected}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
    expect(await request('bad')).toMatch(/HTTP\/1.1 401 [^]*\r\n\r\n$/);
    expect(await request('good')).toMatch(/HTTP\/1.1 202 [^]*\r\n\r\n$/);
  },
);

it('a connection is closed after its thousandth answer, whatever the answers were', async () => {
  const url = await start();
  const { origin } = new URL(url);
  const pool = new Pool(origin, { connections: 1 });
  const statuses = new Set<number>();
  for (let number = 1; number <= 1_500; number += 1) {
    const body = number % 2 === 0 && number <= 1_000 ? '{x}' : '{}';
    const answer = await pool.request({
      method: 'POST',
      path: '/notifications',
      headers: json,
      body,
    });
    await answer.body.text();
    statuses.add(answer.statusCode);
  }
  await pool.close();
  // One that was not told to close would have its next notification dropped by Node, with a 503 of its own.
  expect([...statuses].sort()).toEqual([202, 400]);
});

describe('what cannot be stored', () => {
  it.each([
    ['Temporal is not reached', () => Promise.reject(new UnavailableError('down'))],
    ['something unforeseen fails', () => Promise.reject(new Error('with a secret'))],
    ['it is not stored in time', () => new Promise<never>(() => undefined)],
  ])('is answered 503 with Retry-After when %s', async (_, receive) => {
    const response = await post(await start({ receive, deadlineMs: 50 }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    await expectEmpty(response);
  });

  it('may fail after its deadline without harm', async () => {
    let failed = false;
    const receive = async () => {
      await pause(60);
      failed = true;
      throw new UnavailableError('late');
    };
    expect((await post(await start({ receive, deadlineMs: 20 }))).status).toBe(503);
    await until(() => failed);
  });
});

describe('a closing server', () => {
  it('answers what is under way, and 503 to a request that comes later', async () => {
    let release: () => void = () => undefined;
    let entered = false;
    const url = await start({
      receive: async () => {
        entered = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return 'accepted';
      },
    });
    const { hostname, port } = new URL(url);
    const half = connect(Number(port), hostname);
    let answer = '';
    half.on('data', (part) => (answer += String(part)));
    half.write('POST /notifications HTTP/1.1\r\nHost: x\r\n');
    const underWay = post(url);
    await until(() => entered);
    const closed = server?.close();
    half.write('Authorization: Bearer good\r\nContent-Length: 0\r\n\r\n');
    await until(() => half.readableEnded);
    release();
    const response = await underWay;
    expect([response.status, response.headers.get('connection')]).toEqual([202, 'close']);
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 503 [^]*retry-after: 2\r\n[^]*\r\n\r\n$/i);
    await expect(post(url)).rejects.toThrow();
  });
});

describe('a closing server with a request that never ends', () => {
  it('cuts it off after its time', async () => {
    const url = await start({ drainMs: 100 });
    const { hostname, port } = new URL(url);
    const half = connect(Number(port), hostname);
    half.on('error', () => undefined);
    half.write('POST /notifications HTTP/1.1\r\nHost: x\r\n');
    expect((await post(url)).status).toBe(202);
    const begin = performance.now();
    await server?.close();
    expect(performance.now() - begin).toBeLessThan(3_000);
    await until(() => half.closed);
  });
});

describe('a request that is none', () => {
  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', 400],
    ['headers of 20 kB', `POST / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'two lengths (smuggling)',
      'POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
      400,
    ],
  ])('is answered with an empty body: %s', async (_, text, status) => {
    const answer = await raw(await start(), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/Content-Length: 0[^]*\r\n\r\n$/);
  });

  it('that drips its body is cut off within 7 s', { timeout: 12_000 }, async () => {
    const url = await start();
    const begin = performance.now();
    const request = httpRequest(url, {
      method: 'POST',
      headers: { ...json, 'content-length': 1000 },
    });
    const drip = setInterval(() => request.write('x'), 200);
    const status = await new Promise<number | undefined>((resolve) => {
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', () => {
        resolve(undefined);
      });
    });
    clearInterval(drip);
    request.destroy();
    expect([408, undefined]).toContain(status);
    expect(performance.now() - begin).toBeLessThan(7_000);
  });
});

it('counts answers by status, and nothing a sender chose', async () => {
  const url = await start();
  await post(url);
  await post(url, 'x', { ...json, authorization: 'Bearer my-secret' });
  const text = await metrics.registry.metrics();
  expect(text).toContain('answers_total{status="202"} 1');
  expect(text).toContain('answers_total{status="401"} 1');
  expect(text).toContain('token_failures_total{class="noToken"} 1');
  expect(text).not.toContain('my-secret');
});
