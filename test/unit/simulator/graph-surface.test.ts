import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, appId, bob, graph, invite, inviting, startStage, type Stage } from './receiver.ts';

let stage: Stage;
let callId: string;
beforeAll(async () => {
  stage = await startStage({ staticToken: 'the-token' });
  callId = stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url }).callId;
});
afterAll(async () => {
  await stage.close();
});

const post = (body: unknown, token: string | null = 'the-token', id = callId) =>
  graph(stage.simulator, 'POST', `/communications/calls/${id}/participants/invite`, body, token);

describe('the bearer', () => {
  test.each([null, 'another-token'])('%s is answered 401 in Graph form', async (token) => {
    const answer = await post(inviting('a-1', [ada]), token);
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe('InvalidAuthenticationToken');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    const read = await graph(
      stage.simulator,
      'GET',
      `/communications/calls/${callId}`,
      undefined,
      token,
    );
    expect(read.status).toBe(401);
  });

  test('an unauthorised POST is in the ledger as not executed', async () => {
    await post(inviting('a-2', [ada]), null);
    const mine = stage.simulator
      .ledger()
      .filter((entry) => 'clientContext' in entry && entry.clientContext === 'a-2');
    expect(mine).toMatchObject([
      { type: 'postReceived', executed: false },
      { type: 'postAnswered', status: 401 },
    ]);
  });
});

describe('bodies that Graph would refuse', () => {
  const many = ['1', '2', '3', '4', '5', '6'];
  test.each([
    ['no JSON', '{"participants": [', 'The request body is no JSON object.'],
    ['a list', [], 'The request body is no JSON object.'],
    ['no participants', {}, 'participants is no list.'],
    ['an empty list', { participants: [] }, 'participants is empty.'],
    ['six people', inviting('x', many), 'participants has more than 5 entries.'],
    ['a participant that is no object', { participants: [7] }, 'participants[0] is no object.'],
    [
      'no identity kind',
      { participants: [{ identity: { user: null } }] },
      'participants[0].identity names no identity.',
    ],
    [
      'two identity kinds',
      { participants: [{ identity: { user: { id: 'a' }, phone: { id: 'b' } } }] },
      'participants[0].identity names more than one identity.',
    ],
    [
      'an identity without id',
      { participants: [{ identity: { user: { id: '' } } }] },
      'participants[0].identity.user has no id.',
    ],
    [
      'a numeric context',
      { ...inviting('x', [ada]), clientContext: 7 },
      'clientContext is no string.',
    ],
    [
      'a context of 257 characters',
      inviting('x'.repeat(257), [ada]),
      'clientContext is longer than 256 characters.',
    ],
  ])('%s: 400', async (_name, body, message) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest', message } } });
    expect(answer.body.error.innerError['request-id']).toBeTruthy();
  });

  test('several people into a peer-to-peer call', async () => {
    const { callId: pair } = stage.simulator.createCall({
      kind: 'peerToPeer',
      callbackUri: stage.receiver.url,
    });
    expect((await post(inviting('p-1', [ada, bob]), 'the-token', pair)).status).toBe(400);
    expect((await post(inviting('p-2', [ada]), 'the-token', pair)).status).toBe(200);
  });

  test('a call that is unknown, or has ended: 404 with code 8522', async () => {
    const { callId: over } = stage.simulator.createCall({
      kind: 'group',
      callbackUri: stage.receiver.url,
    });
    const hungUp = await graph(
      stage.simulator,
      'DELETE',
      `/communications/calls/${over}`,
      undefined,
      'the-token',
    );
    expect(hungUp.status).toBe(204);
    for (const id of [over, 'no-such-call']) {
      const answer = await post(inviting('g-1', [ada]), 'the-token', id);
      expect(answer).toMatchObject({ status: 404, body: { error: { code: '8522' } } });
    }
  });
});

describe('paths', () => {
  test.each(['/v1.0/communications', '/v1.0/app', '/beta/communications', '/beta/app'])(
    'an invite under %s is taken',
    async (root) => {
      const response = await fetch(
        `${stage.simulator.url}${root}/calls/${callId}/participants/invite`,
        {
          method: 'POST',
          headers: { authorization: 'Bearer the-token', 'content-type': 'application/json' },
          body: JSON.stringify({ ...inviting('v-1', [ada]), $id: '1' }),
        },
      );
      expect(response.status).toBe(200);
    },
  );

  test('the call id is compared without dashes and case', async () => {
    const written = callId.replaceAll('-', '').toUpperCase();
    expect((await post(inviting('v-2', [ada]), 'the-token', written)).status).toBe(200);
  });

  test('reading shows call, participants, one participant', async () => {
    const read = (path: string) =>
      graph(
        stage.simulator,
        'GET',
        `/communications/calls/${callId}${path}`,
        undefined,
        'the-token',
      );
    expect((await read('')).body).toMatchObject({ id: callId, state: 'established' });
    const { body } = await read('/participants');
    const [bot] = body.value;
    expect(bot?.info.identity.application.id).toBe(appId);
    expect((await read(`/participants/${bot?.id.toUpperCase() ?? ''}`)).body).toEqual(bot);
    expect((await read('/participants/nobody')).status).toBe(404);
    expect((await read('/operations/nothing')).status).toBe(404);
  });
});

test('every answer says that it comes from a simulator', async () => {
  const paths = ['/healthz', '/.well-known/keys', '/nothing', `/v1.0/app/calls/${callId}`];
  for (const path of paths) {
    const response = await fetch(`${stage.simulator.url}${path}`);
    expect(response.headers.get('x-graph-simulator'), path).toBe('true');
  }
});

test('without a static token any bearer that is not empty is accepted', async () => {
  const other = await startStage();
  const call = other.simulator.createCall({ kind: 'group', callbackUri: other.receiver.url });
  expect((await invite(other.simulator, call.callId, inviting('t-1', [ada]))).status).toBe(200);
  const bare = await graph(other.simulator, 'GET', `/app/calls/${call.callId}`, undefined, null);
  expect(bare.status).toBe(401);
  await other.close();
});
