/** A POST and its token, from the real SDK's request to Graph's answer: rows 15 and 35. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inviteOf } from '../../../contracts/invite.ts';
import {
  answer,
  faultOf,
  run,
  startGraphServer,
  type GraphServer,
} from '../../support/graph-server.ts';
import { startTokenEndpoint, type TestTokenEndpoint } from '../../support/token-endpoint.ts';
import { azureSettings, claimsAsked, tokensOf } from '../../support/tokens.ts';

const participants = [{ identity: { phone: { id: '+15550100123' } } }];
const invite = inviteOf('invite-1', { callId: 'call-1', participants });
const input = { ...invite, registerForMs: 1_000 };

let endpoint: TestTokenEndpoint;
let graph: GraphServer;
beforeEach(async () => {
  endpoint = await startTokenEndpoint();
  graph = await startGraphServer(undefined, { accessToken: tokensOf(endpoint) });
});
afterEach(async () => {
  await graph.close();
  await endpoint.close();
});

const authorizations = () => graph.received.map(({ headers }) => headers.authorization);
const operation = answer(200, { id: 'op-1', status: 'running' });

describe('a POST', () => {
  test('carries the token of the tenant that it is for', async () => {
    graph.answers(operation);
    await run(graph, 'postInvite', input);
    await run(graph, 'postInvite', { ...input, tenantId: 'contoso.example' });
    expect(authorizations()).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(endpoint.asked.map(({ tenant }) => tenant)).toEqual([
      azureSettings.tenantId,
      'contoso.example',
    ]);
  });

  test.each([
    ['says nothing', () => tokensOf(endpoint)],
    ['keeps its caller waiting for ever', () => () => new Promise<never>(() => undefined)],
  ])('is not sent while the token endpoint %s', async (_how, accessToken) => {
    endpoint.silent(true);
    // The time for a token ends long before that for all, which the POST needs.
    const limits = { tokenMs: 300, requestMs: 60_000 };
    const silent = await startGraphServer(undefined, { accessToken: accessToken(), limits });
    const fault = await faultOf(run(silent, 'postInvite', input));
    expect(fault).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    await silent.close();
    expect(silent.received).toEqual([]);
    expect(silent.registered).toHaveLength(1);
  });

  test('is not sent while the token endpoint is down', async () => {
    await endpoint.close();
    const fault = await faultOf(run(graph, 'postInvite', input));
    expect(fault).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    expect(graph.received).toEqual([]);
    endpoint = await startTokenEndpoint();
  });

  test('goes out while the token endpoint is down, with a token that still holds', async () => {
    graph.answers(operation);
    await run(graph, 'readCall', { callId: 'call-1' });
    await endpoint.close();
    await run(graph, 'postInvite', input);
    expect(authorizations()).toEqual(['Bearer token-1', 'Bearer token-1']);
    endpoint = await startTokenEndpoint();
  });

  test('is tried again with a new token after 401, for all that follow', async () => {
    graph.answers(answer(401), operation);
    await run(graph, 'postInvite', input);
    await run(graph, 'postInvite', input);
    expect(authorizations()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  });

  test('answers a claims challenge', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    graph.answers(answer(401, '', { 'www-authenticate': challenge }), operation);
    await run(graph, 'postInvite', input);
    expect(claimsAsked(endpoint, 1)).toMatchObject(JSON.parse(claims) as object);
    expect(authorizations()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test.each([
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['lines of a header', 'a"\r\nx-evil: 1'],
    ['a second parameter', '&client_id=other'],
  ])('asks for a plain new token when the challenge is %s', async (_what, claims) => {
    const challenge = `Bearer claims="${Buffer.from(claims).toString('base64')}"`;
    graph.answers(answer(401, '', { 'www-authenticate': challenge }), operation);
    await run(graph, 'postInvite', input);
    expect(claimsAsked(endpoint, 1)).toEqual(claimsAsked(endpoint, 0));
    expect(endpoint.asked[1]?.form.getAll('client_id')).toEqual([azureSettings.clientId]);
  });

  test('is refused when Graph says 401 to everything, and the token endpoint is left in peace', async () => {
    graph.answers(answer(401));
    for (let posted = 0; posted < 20; posted += 1) {
      const fault = await faultOf(run(graph, 'postInvite', input));
      expect(fault).toMatchObject({ type: 'GraphRefused', fault: { status: 401 } });
    }
    expect(graph.received).toHaveLength(40);
    expect(endpoint.asked).toHaveLength(2);
  });

  test('is not sent with a token that no header can carry', async () => {
    const broken = await startGraphServer(undefined, {
      accessToken: () => Promise.resolve('good\r\nx-evil: 1'),
    });
    expect(await faultOf(run(broken, 'postInvite', input))).toMatchObject({ type: 'GraphNotSent' });
    await broken.close();
    expect(broken.received).toEqual([]);
  });
});
