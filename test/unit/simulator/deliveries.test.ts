import { decodeJwt, decodeProtectedHeader, jwtVerify, createLocalJWKSet } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ada,
  appId,
  eventually,
  graph,
  invite,
  inviting,
  issuer,
  kindOf,
  startStage,
  tenantId,
  type Stage,
} from './receiver.ts';

let stage: Stage;
let callId: string;
beforeEach(async () => {
  stage = await startStage();
  callId = stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url }).callId;
});
afterEach(async () => {
  await stage.close();
});

const attempts = () =>
  stage.simulator.ledger().filter((entry) => entry.type === 'deliveryAttempted');

describe('a delivery', () => {
  test('carries a token that the published keys verify, with the claims of a real one', async () => {
    stage.simulator.sendRoster(callId);
    const one = await eventually(() => stage.receiver.received[0]);
    const { payload, protectedHeader } = await stage.receiver.verify(one, stage.simulator.jwksUrl);
    expect(payload).toMatchObject({ tid: tenantId, iss: issuer, aud: appId });
    expect(Object.keys(payload).sort()).toEqual(['appid', 'aud', 'exp', 'iss', 'nbf', 'tid']);
    expect((payload.exp ?? 0) - (payload.nbf ?? 0)).toBe(300);
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT', cty: 'JWT' });
  });

  test('names the tenant of its call', async () => {
    const callbackUri = stage.receiver.url;
    const other = stage.simulator.createCall({ kind: 'group', callbackUri, tenantId: 'tenant-2' });
    stage.simulator.sendRoster(other.callId);
    const one = await eventually(() => stage.receiver.received[0]);
    const { payload } = await stage.receiver.verify(one, stage.simulator.jwksUrl);
    expect(payload['tid']).toBe('tenant-2');
  });

  test('has the headers of the calling service and says that it is simulated', async () => {
    stage.simulator.sendRoster(callId);
    const { headers } = await eventually(() => stage.receiver.received[0]);
    expect(headers['user-agent']).toContain('Microsoft-Skype/3.0,(Calling/1.0)');
    expect(headers['scenario-id']).toBe(headers['x-microsoft-skype-chain-id']);
    expect(headers['x-microsoft-skype-message-id']).toBeTruthy();
    expect(headers['client-request-id']).toBeTruthy();
    expect(headers['x-graph-simulator']).toBe('true');
  });

  test('is repeated until it gets a 2xx, with a new message id and the same original one', async () => {
    stage.receiver.statuses.push(503, 401);
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts().length === 3);
    expect(attempts().map((entry) => entry.status)).toEqual([503, 401, 202]);
    const ids = (name: string) => new Set(stage.receiver.received.map((one) => one.headers[name]));
    expect(ids('x-microsoft-skype-message-id').size).toBe(3);
    expect(ids('x-microsoft-skype-original-message-id').size).toBe(1);
  });

  test('is given up after the last try, and the next one of the call follows', async () => {
    stage.receiver.statuses.push(500, 500, 302);
    stage.simulator.sendRoster(callId);
    stage.simulator.endCall(callId);
    await eventually(() => stage.receiver.items().length === 2);
    expect(stage.receiver.items().map(kindOf)).toEqual([
      'call updated terminated',
      'call deleted -',
    ]);
    const givenUp = stage.simulator.ledger().filter((entry) => entry.type === 'deliveryGivenUp');
    expect(givenUp).toMatchObject([{ about: 'roster' }]);
  });

  test('to a closed port is in the ledger with the socket error', async () => {
    const closed = stage.simulator.createCall({
      kind: 'group',
      callbackUri: 'http://127.0.0.1:1/x',
    });
    stage.simulator.sendRoster(closed.callId);
    await eventually(() => attempts().length === 3);
    expect(attempts()[0]).toMatchObject({ status: null, error: 'ECONNREFUSED' });
  });

  test('can be preceded by one without any payload, and can hold everything at once', async () => {
    stage.simulator.script({
      inviteeId: ada,
      oddities: ['emptyDelivery', 'batch', 'foreignOperation'],
    });
    await invite(stage.simulator, callId, inviting('b-1', [ada]));
    await eventually(() => stage.receiver.received.length === 2);
    const [empty, batch] = stage.receiver.received;
    expect(empty?.text).toBe('');
    expect(batch?.items.map(kindOf)).toEqual([
      'operation completed',
      'operation completed',
      'roster',
    ]);
    expect(batch?.items[0]?.resourceData).toMatchObject({
      clientContext: 'b-1',
      completionReason: 'mediaOperationCanceled',
    });
  });
});

describe('the keys', () => {
  test('rotate: new tokens have a new key, the old one stays published unless withdrawn', async () => {
    const keyIds = async () =>
      (
        (await (await fetch(stage.simulator.jwksUrl)).json()) as {
          keys: { kid: string; d?: string }[];
        }
      ).keys;
    const [first] = await keyIds();
    expect(first).not.toHaveProperty('d');
    const second = await stage.simulator.rotateKeys();
    expect((await keyIds()).map((key) => key.kid)).toEqual([first?.kid, second]);
    expect(decodeProtectedHeader(await stage.simulator.mintToken()).kid).toBe(second);
    const old = await stage.simulator.mintToken({ signWith: 'previousKey' });
    expect(decodeProtectedHeader(old).kid).toBe(first?.kid);
    const third = await stage.simulator.rotateKeys({ keepOld: false });
    expect((await keyIds()).map((key) => key.kid)).toEqual([third]);
  });

  test('are named by the OpenID document', async () => {
    const url = `${stage.simulator.url}/.well-known/OpenIdConfiguration`;
    expect(await (await fetch(url)).json()).toMatchObject({
      issuer,
      jwks_uri: stage.simulator.jwksUrl,
    });
  });

  test('sign tokens with claims and header members replaced or left out', async () => {
    const token = await stage.simulator.mintToken({
      claims: { aud: 'somebody-else', tid: null, iat: 1 },
      header: { kid: null, cty: null },
    });
    expect(decodeJwt(token)).toMatchObject({ aud: 'somebody-else', iat: 1 });
    expect(decodeJwt(token)).not.toHaveProperty('tid');
    expect(decodeProtectedHeader(token)).not.toHaveProperty('kid');
    const jwks = (await (await fetch(stage.simulator.jwksUrl)).json()) as { keys: [] };
    await expect(jwtVerify(token, createLocalJWKSet(jwks))).resolves.toBeTruthy();
  });
});

describe('closing', () => {
  test('is quick with pending rings, held answers and failing deliveries', async () => {
    stage.simulator.script({ clientContext: 'z-1', answer: { kind: 'answer', afterMs: 600_000 } });
    stage.simulator.script({ clientContext: 'z-2', postFault: 'executedButTimedOut' });
    stage.receiver.statuses.push(500, 500, 500);
    await invite(stage.simulator, callId, inviting('z-1', [ada]));
    const held = invite(stage.simulator, callId, inviting('z-2', [ada])).catch(() => 'cut');
    stage.simulator.sendRoster(callId);
    await eventually(() => stage.receiver.received.length > 0);
    const before = Date.now();
    await stage.simulator.close();
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(await held).toBe('cut');
    const seen = stage.receiver.received.length;
    await expect(graph(stage.simulator, 'GET', '/communications/calls/x')).rejects.toThrow();
    expect(stage.receiver.received).toHaveLength(seen);
  });
});
