import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  ask,
  clearText,
  codecServer,
  decode,
  encrypted,
  payloadsIn,
  plain,
} from './codec-parts.ts';
import { jsonOf, type JsonPayload } from '../../../cli/codec/json-payloads.ts';
import { createPayloadCodec } from '../../../runtime/payload-codec.ts';
import { readPayloadKeys } from '../../../runtime/payload-keys.ts';
import { until } from '../../support/until.ts';
import { keyFile, uiOrigin } from './codec-parts.ts';

const secret = { phone: '+15550100777' };

describe('the codec server', () => {
  it('answers the UI with clear payloads, in their order, as Temporal stores plain ones', async () => {
    const { server, keys } = await codecServer();
    const answer = await decode(server.url, [
      await encrypted(secret, keys),
      await encrypted([1], keys),
    ]);
    expect(answer.status).toBe(200);
    expect(payloadsIn(answer)).toEqual([jsonOf(plain(secret)), jsonOf(plain([1]))]);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': uiOrigin,
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      vary: 'origin',
    });
  });

  it('answers under any path that ends in /decode, as the protocol wants', async () => {
    const { server, keys } = await codecServer();
    const answer = await decode(`${server.url}/codec/default`, [await encrypted(secret, keys)]);
    expect(payloadsIn(answer).map(clearText)).toEqual([secret]);
  });

  it('passes on unchanged what is not encrypted, members it does not know included', async () => {
    const { server } = await codecServer();
    const payloads: JsonPayload[] = [
      jsonOf(plain({ a: 1 })),
      { metadata: { encoding: 'YmluYXJ5L251bGw=' }, data: null },
      { externalPayloads: [{ sizeBytes: '12' }] },
      {},
    ];
    expect(payloadsIn(await decode(server.url, payloads))).toEqual(payloads);
  });

  it('leaves encrypted what it cannot read, and shows the rest', async () => {
    const { server, keys, log } = await codecServer();
    const good = await encrypted(secret, keys);
    const foreignKey = await encrypted(secret, readPayloadKeys(keyFile()));
    const unknownKey = withMetadata(good, 'encryption-key-id', 'k9');
    const moved = withMetadata(good, 'encryption-workflow-id', 'graph-invite/i2');
    const torn = { ...good, data: 'AAAA' };
    const unnamed = { metadata: { encoding: good.metadata?.['encoding'] ?? '' }, data: good.data };
    const bad = [foreignKey, unknownKey, moved, torn];
    const answer = await decode(server.url, [...bad, good]);
    expect(payloadsIn(answer)).toEqual([...bad, jsonOf(plain(secret))]);
    const other = await decode(server.url, [unnamed], { 'x-namespace': '' });
    expect(payloadsIn(other)).toEqual([unnamed]);
    expect(log()).toContain('"unknownKey":2,"unreadable":2,"decrypted":1');
  });

  it('shows payloads of the namespace that is looked at only', async () => {
    const { server, keys, log } = await codecServer();
    const payloads = [await encrypted(secret, keys, 'other'), await encrypted(secret, keys)];
    const answer = payloadsIn(await decode(server.url, payloads));
    expect(answer).toEqual([payloads[0], jsonOf(plain(secret))]);
    expect(log()).toContain('"otherNamespace":1');
  });

  it('refuses more payloads than any page of a history has, and more bodies than it can hold', async () => {
    const { server, keys } = await codecServer();
    const many = Array.from({ length: 10_001 }, () => ({}));
    expect((await decode(server.url, many)).status).toBe(400);
    expect((await decode(server.url, many.slice(1))).status).toBe(200);
    const slow = Array.from({ length: 4 }, () => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /decode HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      );
      return socket;
    });
    const good = [await encrypted(secret, keys)];
    await until(async () => (await decode(server.url, good)).status === 503, 'it is busy');
    for (const socket of slow) socket.destroy();
    await until(async () => (await decode(server.url, good)).status === 200, 'it is free again');
  });

  it('decrypts what is of no workflow, as the words of a failed workflow task', async () => {
    const { server, keys } = await codecServer();
    const [stored = {}] = await createPayloadCodec(keys).encode([plain(secret)]);
    const answer = payloadsIn(await decode(server.url, [jsonOf(stored)]));
    expect(answer).toEqual([jsonOf(plain(secret))]);
  });

  it('decrypts without a namespace too, as other tools may name none', async () => {
    const { server, keys } = await codecServer();
    const body = JSON.stringify({ payloads: [await encrypted(secret, keys, 'other')] });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await ask(`${server.url}/decode`, { headers, body });
    expect(payloadsIn(answer).map(clearText)).toEqual([secret]);
  });

  it('logs counts, never a payload, a namespace or an origin', async () => {
    const { server, keys, log } = await codecServer();
    await decode(server.url, [await encrypted(secret, keys), jsonOf(plain(secret))]);
    await decode(server.url, [], { origin: 'https://evil.example' });
    const [first = '', second = ''] = log().trim().split('\n');
    expect(JSON.parse(first)).toMatchObject({
      msg: 'decoded',
      status: 200,
      decrypted: 1,
      notEncrypted: 1,
    });
    expect(JSON.parse(second)).toMatchObject({ msg: 'refused', status: 403, refused: 'origin' });
    expect(log()).not.toMatch(/5550100|default|evil|i1/);
  });

  it('says that it is up', async () => {
    const { server } = await codecServer();
    expect((await ask(`${server.url}/healthz`, { method: 'GET' })).status).toBe(200);
  });

  it('closes while a client keeps its connection open', async () => {
    const { server } = await codecServer();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await server.close();
    await closed;
  });
});

describe('the codec server refuses', () => {
  it.each<[string, number, Parameters<typeof ask>[1] & { path?: string }]>([
    ['to encrypt', 404, { path: '/encode' }],
    ['any other path', 404, { path: '/' }],
    ['to decode by GET', 405, { method: 'GET' }],
    ['to decode by PUT', 405, { method: 'PUT' }],
    ['a body of another type', 415, { headers: { 'content-type': 'text/plain' } }],
    ['a body of no type', 415, { headers: {} }],
    [
      'a compressed body',
      415,
      { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
    ],
    ['what is no JSON', 400, { body: '{"payloads":' }],
    ['what is no UTF-8', 400, { body: Buffer.from('{"payloads":[],"\xff":1}', 'latin1') }],
    ['JSON that is no payloads', 400, { body: '[]' }],
    ['a payload that is none', 400, { body: '{"payloads":[{"data":7}]}' }],
    ['a foreign origin', 403, { headers: { origin: 'https://evil.example' } }],
    ['an origin that only begins like the UI', 403, { headers: { origin: `${uiOrigin}0` } }],
    ['an opaque origin', 403, { headers: { origin: 'null' } }],
    ['two origins', 403, { headers: { origin: [uiOrigin, uiOrigin] } }],
    ['the name of another host', 403, { headers: { host: 'evil.example:8888' } }],
    ['a host that is no name', 403, { headers: { host: '127.0.0.1@evil.example' } }],
    [
      'a name that only begins like this machine',
      403,
      { headers: { host: '127.0.0.1.evil.example' } },
    ],
  ])('%s', async (_, status, { path = '/decode', ...request }) => {
    const { server } = await codecServer();
    const answer = await ask(`${server.url}${path}`, {
      headers: { 'content-type': 'application/json' },
      body: request.method === 'GET' ? '' : '{"payloads":[]}',
      ...request,
    });
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: '' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['a body that says it is larger than 4 MiB', {}],
    ['a body that turns out to be', { 'transfer-encoding': 'chunked' }],
  ])('%s', async (_, headers) => {
    const { server } = await codecServer();
    const data = 'A'.repeat(4 * 1024 * 1024);
    const answer = await ask(`${server.url}/decode`, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ payloads: [{ data }] }),
    });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 413, body: '' });
  });

  it('to wait for a body for ever', async () => {
    const { server } = await codecServer({ requestTimeoutMs: 100 });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (part) => (answer += part.toString('utf8')));
    socket.write(
      `POST /decode HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    await new Promise((resolve) => socket.once('close', resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('a preflight of a foreign page, and tells the UI what it may send', async () => {
    const { server } = await codecServer();
    const preflight = (origin: string) =>
      ask(`${server.url}/decode`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-namespace,authorization',
        },
      });
    const foreign = await preflight('http://127.0.0.1:9999');
    expect(foreign.status).toBe(403);
    expect(Object.keys(foreign.headers).filter((name) => name.startsWith('access'))).toEqual([]);
    const ours = await preflight(uiOrigin);
    expect(ours.status).toBe(204);
    expect(ours.headers).toMatchObject({
      'access-control-allow-origin': uiOrigin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'content-type, x-namespace, authorization, authorization-extras',
    });
  });
});

function withMetadata(payload: JsonPayload, name: string, text: string): JsonPayload {
  const metadata = { ...payload.metadata, [name]: Buffer.from(text).toString('base64') };
  return { ...payload, metadata };
}
