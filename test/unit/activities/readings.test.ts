import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  answer,
  environmentOf,
  faultOf,
  run,
  startGraphServer,
  type GraphServer,
} from '../../support/graph-server.ts';

let graph: GraphServer;
beforeEach(async () => {
  graph = await startGraphServer();
});
afterEach(() => graph.close());

const onCall = { callId: 'call-1' };
const unknownCall = answer(404, { error: { code: '8522', message: 'Call not found.' } });

describe('reading the roster', () => {
  const bot = { id: 'p-0', info: { identity: { application: { id: 'bot' } } }, isInLobby: false };
  const read = async (value: unknown) => {
    graph.answers(answer(200, { value }));
    return await run(graph, 'readRoster', { ...onCall, keys: ['a1b2', 'c3d4'] });
  };

  test('asks for the participants of the call', async () => {
    await read([]);
    expect(graph.received).toMatchObject([
      { method: 'GET', path: '/v1.0/communications/calls/call-1/participants', body: '' },
    ]);
    expect(graph.received[0]?.headers).not.toHaveProperty('content-type');
  });

  test('finds the people asked for under any kind and writing of their id, and nobody else', async () => {
    const people = [
      bot,
      { id: 'p-1', info: { identity: { application: { id: 'A1-B2', displayName: 'Ada' } } } },
      { id: null, info: { participantId: 'p-2', identity: { user: { id: 'C3D4' } } } },
    ];
    expect(await read(people)).toEqual({
      size: 3,
      callEnded: false,
      participants: [
        { key: 'a1b2', participantId: 'p-1', inLobby: false, removed: false },
        { key: 'c3d4', participantId: 'p-2', inLobby: false, removed: false },
      ],
    });
  });

  test('tells who is in the lobby and who was removed', async () => {
    const people = [
      { id: 'p-1', info: { identity: { user: { id: 'a1b2' } } }, isInLobby: true },
      {
        id: 'p-2',
        info: { identity: { user: { id: 'c3d4' } } },
        removedState: { reason: 'Removed' },
      },
    ];
    expect((await read(people)).participants).toMatchObject([
      { key: 'a1b2', inLobby: true, removed: false },
      { key: 'c3d4', inLobby: false, removed: true },
    ]);
  });

  test('counts entries that it cannot read', async () => {
    expect(await read([null, 7, { info: null }, bot])).toEqual({
      size: 4,
      participants: [],
      callEnded: false,
    });
  });

  test('takes an unknown call for one that ended', async () => {
    graph.answers(unknownCall);
    expect(await run(graph, 'readRoster', { ...onCall, keys: [] })).toEqual({
      size: 0,
      participants: [],
      callEnded: true,
    });
  });

  test.each(['', '{"value":null}', '{}', '<html>'])(
    'fails, to be repeated, at %j',
    async (body) => {
      graph.answers(answer(200, body));
      const failure = await faultOf(run(graph, 'readRoster', { ...onCall, keys: [] }));
      expect(failure).toMatchObject({ type: 'GraphUnclear', nonRetryable: false });
    },
  );

  test('takes an empty list as no answer where it is told to', async () => {
    graph.answers(answer(200, { value: [] }));
    const input = { ...onCall, keys: [], askAgainWhenEmpty: true };
    const failure = await faultOf(run(graph, 'readRoster', input));
    expect(failure).toMatchObject({ type: 'GraphUnclear', nonRetryable: false });
    expect(await run(graph, 'readRoster', { ...onCall, keys: [] })).toMatchObject({ size: 0 });
  });

  test('comes back when Graph allows', async () => {
    graph.answers(answer(429, '', { 'retry-after': '2.5' }));
    const failure = await faultOf(run(graph, 'readRoster', { ...onCall, keys: [] }));
    expect(failure).toMatchObject({ nonRetryable: false, nextRetryDelay: 2_500 });
  });
});

describe('reading a call', () => {
  test.each([
    [{ state: 'established' }, { ended: false }],
    [{ state: 'Terminating' }, { ended: false }],
    [
      { state: 'Terminated', resultInfo: { code: 200, subcode: 5000, message: 'x' } },
      { ended: true, resultInfo: { code: 200, subcode: 5000 } },
    ],
    [{ callState: 'terminated' }, { ended: true }],
    [{}, { ended: false }],
  ])('%j is %j', async (body, expected) => {
    graph.answers(answer(200, body));
    expect(await run(graph, 'readCall', onCall)).toEqual(expected);
    expect(graph.received[0]?.path).toBe('/v1.0/communications/calls/call-1');
  });

  test('takes an unknown call for one that ended', async () => {
    graph.answers(unknownCall);
    expect(await run(graph, 'readCall', onCall)).toEqual({ ended: true });
  });

  test('fails at an answer that is no call', async () => {
    graph.answers(answer(200, '[]'));
    expect(await faultOf(run(graph, 'readCall', onCall))).toMatchObject({ type: 'GraphUnclear' });
  });
});

describe('reading an operation', () => {
  test.each([
    [{ status: 'Completed' }, { status: 'completed' }],
    [
      { status: 'failed', resultInfo: { code: 603 } },
      { status: 'failed', resultInfo: { code: 603 } },
    ],
    [{ status: 'running' }, { status: 'running' }],
    [{ status: null }, { status: 'running' }],
  ])('%j is %j', async (body, expected) => {
    graph.answers(answer(200, body));
    const read = await run(graph, 'readOperation', { ...onCall, operationId: 'op/1' });
    expect(read).toEqual(expected);
    expect(graph.received[0]?.path).toBe('/v1.0/communications/calls/call-1/operations/op%2F1');
  });

  test('learns nothing from an operation that Graph does not know', async () => {
    graph.answers(answer(404));
    const read = await run(graph, 'readOperation', { ...onCall, operationId: 'op-1' });
    expect(read).toEqual({ status: 'unknown' });
  });
});

describe('removing a participant', () => {
  const input = { ...onCall, participantId: 'p-1' };

  test('is confirmed by 204', async () => {
    graph.answers(answer(204));
    expect(await run(graph, 'removeParticipant', input)).toEqual({ removed: true });
    expect(graph.received).toMatchObject([
      { method: 'DELETE', path: '/v1.0/communications/calls/call-1/participants/p-1' },
    ]);
  });

  test('is not confirmed when Graph does not know the participant', async () => {
    graph.answers(answer(404));
    expect(await run(graph, 'removeParticipant', input)).toEqual({ removed: false });
  });

  test('is confirmed when a repeat finds nobody: the first try removed the person', async () => {
    graph.answers(answer(404));
    const second = environmentOf({ attempt: 2 });
    expect(await run(graph, 'removeParticipant', input, second)).toEqual({ removed: true });
  });

  test.each(['.', '..'])('is never sent for the id %s', async (participantId) => {
    const failure = await faultOf(run(graph, 'removeParticipant', { ...input, participantId }));
    expect(failure).toMatchObject({ type: 'GraphRefused' });
    expect(graph.received).toEqual([]);
  });

  test('is not repeated when the tenant does not allow it', async () => {
    graph.answers(answer(403));
    const failure = await faultOf(run(graph, 'removeParticipant', input));
    expect(failure).toMatchObject({ type: 'GraphRefused', nonRetryable: true });
  });
});
