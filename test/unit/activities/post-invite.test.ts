import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PostInviteInput } from '../../../contracts/activities.ts';
import { inviteOf } from '../../../contracts/invite.ts';
import type { ParticipantRequest } from '../../../contracts/types.ts';
import {
  answer,
  environmentOf,
  faultOf,
  run,
  startGraphServer,
  type GraphServer,
} from '../../support/graph-server.ts';

const ada = '6B1D9A3E-58a4-4a51-9d0f-0c5f3a1b7e11';
const asked = (
  participants: readonly ParticipantRequest[],
  callId = 'call-1',
): PostInviteInput => ({
  ...inviteOf('invite-1', { callId, participants: [...participants] }),
  registerForMs: 90_000,
});
const one = asked([{ identity: { user: { id: ada } } }]);

let graph: GraphServer;
beforeEach(async () => {
  graph = await startGraphServer();
});
afterEach(() => graph.close());

const bodyOf = (index = 0) => JSON.parse(graph.received[index]?.body ?? '') as unknown;

describe('what is sent', () => {
  test('is one POST to the call, with a token and a request id of its own', async () => {
    await run(graph, 'postInvite', one);
    await run(graph, 'postInvite', one);
    const [first, second] = graph.received;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/v1.0/communications/calls/call-1/participants/invite',
      headers: {
        authorization: 'Bearer token-1',
        'content-type': 'application/json',
        'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    });
    expect(second?.headers['client-request-id']).not.toBe(first?.headers['client-request-id']);
    expect(graph.received).toHaveLength(2);
  });

  test('goes on a connection of its own', async () => {
    await run(graph, 'postInvite', one);
    await run(graph, 'postInvite', one);
    expect(graph.received[0]?.localPort).not.toBe(graph.received[1]?.localPort);
  });

  test('carries the invite id as clientContext, and each person under the kind asked for', async () => {
    const input = asked([
      { identity: { user: { id: ada, displayName: 'Ada', tenantId: 'tenant-1' } } },
      { identity: { phone: { id: '+15550100123' } }, hidden: true },
    ]);
    await run(graph, 'postInvite', input);
    expect(bodyOf()).toMatchObject({
      clientContext: 'invite-1',
      participants: [
        {
          '@odata.type': '#microsoft.graph.invitationParticipantInfo',
          identity: { user: { id: ada, displayName: 'Ada', tenantId: 'tenant-1' } },
        },
        { identity: { phone: { id: '+15550100123' } }, hidden: true },
      ],
    });
    expect(JSON.stringify(bodyOf())).not.toContain('null');
  });

  test('carries what a replace or a move needs, and the audio wish', async () => {
    const move = {
      identity: { user: { id: ada } },
      replacesCallId: 'call-0',
      participantId: 'p-in-source',
      removeFromDefaultAudioRoutingGroup: true,
    };
    await run(graph, 'postInvite', asked([move]));
    expect(bodyOf()).toMatchObject({
      participants: [
        {
          replacesCallId: 'call-0',
          participantId: 'p-in-source',
          removeFromDefaultAudioRoutingGroup: true,
        },
      ],
    });
  });

  test('asks for the token of the tenant that the invite names', async () => {
    await run(graph, 'postInvite', { ...one, tenantId: 'tenant-1' });
    expect(graph.tokenRequests).toEqual([{ tenantId: 'tenant-1' }]);
  });

  test.each(['.', '..', ''])('is nothing to a call of the id "%s"', async (callId) => {
    const fault = await faultOf(run(graph, 'postInvite', { ...one, callId }));
    expect(fault).toMatchObject({ type: 'GraphRefused', nonRetryable: true });
    expect(graph.received).toEqual([]);
  });

  test('stays below the call whatever its id holds', async () => {
    await run(graph, 'postInvite', { ...one, callId: 'a/../b?c#d' });
    expect(graph.received[0]?.path).toBe(
      '/v1.0/communications/calls/a%2F..%2Fb%3Fc%23d/participants/invite',
    );
  });
});

describe('the register', () => {
  test('is written before the POST, with the people and the time to remember them', async () => {
    const environment = environmentOf({ currentAttemptScheduledTimestampMs: 1_000 });
    await run(graph, 'postInvite', one, environment);
    expect(graph.story).toEqual([
      'register call-1',
      'POST /v1.0/communications/calls/call-1/participants/invite',
    ]);
    expect(graph.registered).toEqual([
      {
        callId: 'call-1',
        expiresInMs: 90_000,
        registration: {
          inviteId: 'invite-1',
          participantKeys: [ada.toLowerCase().replaceAll('-', '')],
          role: 'target',
          expiresAt: new Date(91_000).toISOString(),
        },
      },
    ]);
  });

  test('is written on both calls of a replace, the original one by its last segment', async () => {
    const replacesCallId = '/communications/calls/call-0';
    await run(graph, 'postInvite', asked([{ identity: { user: { id: ada } }, replacesCallId }]));
    const roles = graph.registered.map(({ callId, registration }) => [callId, registration.role]);
    expect(roles).toEqual([
      ['call-1', 'target'],
      ['call-0', 'original'],
    ]);
  });

  test('that cannot be written keeps the POST from being sent', async () => {
    graph.failToRegister(new Error(`no register for ${ada}`));
    const fault = await faultOf(run(graph, 'postInvite', one));
    expect(fault).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    expect(fault.message).not.toContain(ada);
    expect(graph.received).toEqual([]);
  });
});

describe('row 6: a process that stood still', () => {
  test('posts no task that it read afterwards: it may have been given up', async () => {
    graph.justPaused();
    const fault = await faultOf(run(graph, 'postInvite', one));
    expect(fault).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    expect(graph.received).toEqual([]);
  });

  test('sends no second try with a new token', async () => {
    graph.answers((response, request) => {
      graph.justPaused();
      answer(401)(response, request);
    });
    const fault = await faultOf(run(graph, 'postInvite', one));
    expect(fault).toMatchObject({ type: 'GraphNotSent', nonRetryable: false });
    expect(graph.received).toHaveLength(1);
  });
});

describe('an answer', () => {
  const operation = { id: 'op-1', status: 'Running', participants: [{ id: null }] };

  test.each([
    ['200 running', 200, operation, { status: 'running', operationId: 'op-1' }],
    ['202', 202, operation, { status: 'running' }],
    [
      '201 wrapped in a value',
      201,
      { value: operation },
      { status: 'running', operationId: 'op-1' },
    ],
    ['without a status', 200, { id: 'op-1' }, { status: 'running' }],
    ['without an id', 200, { id: null, status: 'notStarted' }, { status: 'running' }],
    ['of a status that is new', 200, { status: 'paused' }, { status: 'running' }],
    ['completed at once', 200, { ...operation, status: 'Completed' }, { status: 'completed' }],
    [
      'failed at once',
      200,
      {
        status: 'failed',
        resultInfo: { code: '500', subCode: 0, message: `${ada}: DiagCode: 412#10073` },
      },
      { status: 'failed', resultInfo: { code: 500, subcode: 0, diagnosticCode: '412#10073' } },
    ],
  ])('%s is read', async (_what, status, body, expected) => {
    graph.answers(answer(status, body));
    const read = await run(graph, 'postInvite', one);
    expect(read).toMatchObject(expected);
    expect(JSON.stringify(read)).not.toContain('DiagCode');
  });

  test('gives participant ids of the target, never the echo of a move', async () => {
    const participants = [
      { id: 'p-1', participantId: 'p-in-source', identity: { user: { id: ada } } },
    ];
    graph.answers(answer(200, { ...operation, participants }));
    const { participantIds } = await run(graph, 'postInvite', one);
    expect(participantIds).toEqual([
      { key: ada.toLowerCase().replaceAll('-', ''), participantId: 'p-1' },
    ]);
    graph.answers(answer(200, { ...operation, participants: [{ participantId: 'p-in-source' }] }));
    expect((await run(graph, 'postInvite', one)).participantIds).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['HTML', '<html><body>Welcome</body></html>'],
    ['truncated JSON', '{"id":"op-1","status":"comp'],
    ['a list', '[]'],
    ['a text', '"completed"'],
    ['null', 'null'],
  ])('that is %s is unclear', async (_what, body) => {
    graph.answers(answer(200, body));
    expect(await faultOf(run(graph, 'postInvite', one))).toMatchObject({
      type: 'GraphUnclear',
      fault: { status: 200 },
    });
    expect(graph.received).toHaveLength(1);
  });

  test('of no content at all is unclear', async () => {
    graph.answers(answer(204));
    expect(await faultOf(run(graph, 'postInvite', one))).toMatchObject({ type: 'GraphUnclear' });
  });

  test('that never ends is cut off, and unclear', async () => {
    let sent = 0;
    graph.answers((response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        sent += 1;
        response.write(chunk, (error) => {
          if (!error && sent < 64) more();
        });
      };
      more();
    });
    expect(await faultOf(run(graph, 'postInvite', one))).toMatchObject({ type: 'GraphUnclear' });
    expect(sent).toBeLessThan(64);
  });
});
