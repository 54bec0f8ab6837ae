import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inviteOf } from '../../../contracts/invite.ts';
import {
  answer,
  environmentOf,
  faultOf,
  run,
  startGraphServer,
  type GraphServer,
} from '../../support/graph-server.ts';

const phone = '+15550100123';
const participants = [{ identity: { phone: { id: phone } } }];
const input = { ...inviteOf('invite-1', { callId: 'call-1', participants }), registerForMs: 1_000 };

let graph: GraphServer;
beforeEach(async () => {
  graph = await startGraphServer();
});
afterEach(() => graph.close());

const posted = (on = graph) => faultOf(run(on, 'postInvite', input));

describe('a status', () => {
  test.each([
    [429, {}, 'GraphThrottled'],
    [503, { 'retry-after': '3' }, 'GraphThrottled'],
    [503, {}, 'GraphUnclear'],
    [500, {}, 'GraphUnclear'],
    [500, { 'retry-after': '3' }, 'GraphUnclear'],
    [502, {}, 'GraphUnclear'],
    [504, {}, 'GraphUnclear'],
    [504, { 'retry-after': '3' }, 'GraphUnclear'],
    [509, {}, 'GraphUnclear'],
    [302, { location: '/elsewhere' }, 'GraphUnclear'],
    [307, { location: '/elsewhere' }, 'GraphUnclear'],
    [304, {}, 'GraphUnclear'],
    [404, {}, 'GraphNotFound'],
    [400, {}, 'GraphRefused'],
    [403, {}, 'GraphRefused'],
    [405, {}, 'GraphRefused'],
    [408, {}, 'GraphRefused'],
    [409, {}, 'GraphRefused'],
    [412, {}, 'GraphRefused'],
    [422, {}, 'GraphRefused'],
  ])('%i %j is %s, and asked once', async (status, headers: Record<string, string>, type) => {
    graph.answers(answer(status, '', headers));
    expect(await posted()).toMatchObject({
      type,
      nonRetryable: type === 'GraphRefused' || type === 'GraphNotFound',
      fault: { status },
    });
    expect(graph.received).toHaveLength(1);
  });

  test('401 gets one more try, with a fresh token', async () => {
    graph.answers(answer(401), answer(200, { id: 'op-1', status: 'running' }));
    expect(await run(graph, 'postInvite', input)).toMatchObject({ operationId: 'op-1' });
    expect(graph.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(graph.tokenRequests[1]).toEqual({ renew: { refused: 'token-1' } });
  });

  test('401 with a claims challenge gets a token that answers it', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    graph.answers(answer(401, '', { 'www-authenticate': challenge }), answer(200, {}));
    await run(graph, 'postInvite', input);
    expect(graph.tokenRequests[1]).toEqual({ renew: { refused: 'token-1', claims } });
  });

  test('401 twice is a refusal', async () => {
    graph.answers(answer(401));
    expect(await posted()).toMatchObject({ type: 'GraphRefused', fault: { status: 401 } });
    expect(graph.received).toHaveLength(2);
  });
});

describe('Retry-After', () => {
  const date = 'Fri, 20 Nov 2026 10:00:00 GMT';

  test.each([
    ['7', 7_000],
    ['2.128', 2_128],
    ['1000000000', 1e12],
    ['Fri, 20 Nov 2026 10:00:05 GMT', 5_000],
    ['Friday, 20-Nov-26 10:00:05 GMT', 5_000],
    ['Fri, 20 Nov 2026 09:59:00 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['1e3', undefined],
  ])('%s is %j ms from the clock of Graph', async (retryAfter, expected) => {
    graph.answers(answer(429, '', { 'retry-after': retryAfter, date }));
    const { fault, nextRetryDelay } = await posted();
    expect(fault.retryAfterMs).toBe(expected);
    expect(nextRetryDelay).toBe(expected);
  });
});

describe('a broken request', () => {
  test('that no connection stood for was not sent', async () => {
    const closed = await startGraphServer();
    await closed.close();
    const nobody = await startGraphServer(() => `${closed.url}/v1.0`);
    try {
      expect(await posted(nobody)).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    } finally {
      await nobody.close();
    }
  });

  test('that spoke TLS to a server without it was not sent', async () => {
    const plain = await startGraphServer((origin) => `${origin.replace('http:', 'https:')}/v1.0`);
    try {
      expect(await posted(plain)).toMatchObject({ type: 'GraphNotSent' });
    } finally {
      await plain.close();
    }
  });

  test('without a token was not sent', async () => {
    graph.failToGetTokens(new Error(`the secret of ${phone}`));
    const failure = await posted();
    expect(failure).toMatchObject({ type: 'GraphNotSent' });
    expect(JSON.stringify(failure)).not.toContain(phone);
    expect(graph.received).toEqual([]);
  });

  test('whose answer was cut off is unclear', async () => {
    graph.answers((_response, request) => {
      request.socket.resetAndDestroy();
    });
    expect(await posted()).toMatchObject({ type: 'GraphUnclear' });
    graph.answers((response, request) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"id":');
      setImmediate(() => request.socket.destroy());
    });
    expect(await posted()).toMatchObject({ type: 'GraphUnclear' });
  });

  test.each([
    ['http', 'GraphUnclear'],
    ['https', 'GraphNotSent'],
  ])('whose %s connection closed without a word is %s', async (scheme, type) => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const mute = await startGraphServer(() => `${scheme}://127.0.0.1:${port}/v1.0`);
    try {
      expect(await posted(mute)).toMatchObject({ type });
    } finally {
      await mute.close();
      server.close();
    }
  });

  test('that the worker had to give up is unclear', async () => {
    const environment = environmentOf({});
    graph.answers(() => {
      environment.cancel('WORKER_SHUTDOWN');
    });
    const failure = await faultOf(run(graph, 'postInvite', input, environment));
    expect(failure).toMatchObject({ type: 'GraphUnclear' });
  });
});

test('a redirect to another host never gets the token', async () => {
  const elsewhere = await startGraphServer();
  try {
    graph.answers(answer(307, '', { location: `${elsewhere.url}/v1.0/steal` }));
    expect(await posted()).toMatchObject({ type: 'GraphUnclear', fault: { status: 307 } });
    expect(elsewhere.received).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

describe('an error body', () => {
  const text = `addParticipants failed for participant 4:${phone}`;
  const innerError = { 'request-id': 'request-1', date: '2026-11-20T10:00:00' };
  const nested = JSON.stringify({ errorCode: '7503', message: text, instanceAnnotations: [] });

  test.each([
    ['a number as a text', { error: { code: '7505', message: text, innerError } }, '7505'],
    ['a number', { error: { code: 7505, message: text, innerError } }, '7505'],
    [
      'a second JSON text',
      { error: { code: 'UnknownError', message: nested, innerError } },
      '7503',
    ],
  ])('gives its code as %s, its request id and nothing else', async (_form, body, code) => {
    graph.answers(answer(403, body));
    const failure = await posted();
    expect(failure.fault).toEqual({ status: 403, code, requestId: 'request-1' });
    expect(JSON.stringify(failure)).not.toContain(phone);
    expect(JSON.stringify(failure)).not.toContain('addParticipants');
  });

  test('gives the request id of the header first', async () => {
    graph.answers(
      answer(400, { error: { code: 'BadRequest', innerError } }, { 'request-id': 'r-2' }),
    );
    expect((await posted()).fault).toEqual({ status: 400, code: 'BadRequest', requestId: 'r-2' });
  });

  test.each([
    ['a code that is a sentence', { error: { code: text, message: text } }],
    ['no error at all', { message: text }],
    ['an error without a code', { error: { message: text } }],
    ['a code that is null', { error: { code: null, message: text } }],
    ['HTML', `<html>${text}</html>`],
    ['nothing', ''],
  ])('with %s gives the status only', async (_what, body) => {
    graph.answers(answer(400, body));
    const failure = await posted();
    expect(failure.fault).toEqual({ status: 400 });
    expect(JSON.stringify(failure)).not.toContain(phone);
  });
});
