import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../../simulator/index.ts';
import {
  ada,
  entriesOf,
  eventually,
  graph,
  invite,
  inviting,
  startStage,
  type Stage,
} from './receiver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ seed: 42 });
});
afterAll(async () => {
  await stage.close();
});

const newCall = (faults: FaultPlan): string =>
  stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url, faults }).callId;
const story = (callId: string) =>
  entriesOf(
    stage.simulator,
    callId,
    'postReceived',
    'rang',
    'callEnded',
    'operationEnded',
    'deliveryAttempted',
    'postAnswered',
  ).map((entry) => ('about' in entry ? entry.about : entry.type));

describe('a call', () => {
  test('can end when a POST arrives, before it is executed', async () => {
    const callId = newCall({ calls: { endsOnPost: 1 }, posts: { cutResponse: 1 } });
    const answer = await invite(stage.simulator, callId, inviting('e-1', [ada]));
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe('8522');
    await eventually(() => story(callId).includes('deleted'));
    expect(story(callId)).toEqual([
      'postReceived',
      'callEnded',
      'postAnswered',
      'terminated',
      'deleted',
    ]);
    expect(entriesOf(stage.simulator, callId, 'callEnded')).toMatchObject([
      { cause: 'fault', fault: 'endsOnPost', code: 200 },
    ]);
    expect(entriesOf(stage.simulator, callId, 'postReceived')).toMatchObject([
      { executed: false, fault: 'endsOnPost' },
    ]);
  });

  test('can end after the ring, with the news there before the answer', async () => {
    const callId = newCall({ calls: { endsBeforeAnswer: 1 } });
    const answer = await invite(stage.simulator, callId, inviting('e-2', [ada]));
    expect(answer.status).toBe(200);
    expect(story(callId)).toEqual([
      'postReceived',
      'rang',
      'callEnded',
      'operationEnded',
      'terminated',
      'deleted',
      'postAnswered',
    ]);
    expect(entriesOf(stage.simulator, callId, 'operationEnded')).toMatchObject([
      { status: 'callEnded' },
    ]);
    expect((await graph(stage.simulator, 'GET', `/communications/calls/${callId}`)).status).toBe(
      404,
    );
  });

  test('can end after the ring while the answer is lost', async () => {
    const faults = { calls: { endsBeforeAnswer: 1 }, posts: { cutResponse: 1 } };
    const callId = newCall(faults);
    const lost = invite(stage.simulator, callId, inviting('e-3', [ada]));
    await expect(lost).rejects.toThrow();
    expect(entriesOf(stage.simulator, callId, 'postAnswered')).toMatchObject([
      { status: null, fault: 'endsBeforeAnswer+cutResponse' },
    ]);
  });

  test('can end while somebody rings, announced or not', async () => {
    const calls = { endsWhileRinging: 1, endsAfterMs: 30 };
    const callId = newCall({ calls, deliveries: { drop: 1 } });
    stage.simulator.script({ clientContext: 'e-4', answer: { kind: 'never' } });
    await invite(stage.simulator, callId, inviting('e-4', [ada]));
    await eventually(() => entriesOf(stage.simulator, callId, 'deliveryDropped').length === 2);
    expect(story(callId)).toEqual([
      'postReceived',
      'rang',
      'postAnswered',
      'callEnded',
      'operationEnded',
    ]);
    expect(entriesOf(stage.simulator, callId, 'callEnded')).toMatchObject([
      { cause: 'fault', fault: 'endsWhileRinging' },
    ]);
    expect(entriesOf(stage.simulator, callId, 'postReceived')).toMatchObject([
      { executed: true, fault: 'endsWhileRinging' },
    ]);
  });

  test('stays when the operation is over before that', async () => {
    const callId = newCall({ calls: { endsWhileRinging: 1, endsAfterMs: 100 } });
    stage.simulator.script({ clientContext: 'e-5', answer: { kind: 'completedInAnswer' } });
    await invite(stage.simulator, callId, inviting('e-5', [ada]));
    const later = newCall({ calls: { endsWhileRinging: 1, endsAfterMs: 100 } });
    stage.simulator.script({ clientContext: 'e-6', answer: { kind: 'never' } });
    await invite(stage.simulator, later, inviting('e-6', [ada]));
    await eventually(() => entriesOf(stage.simulator, later, 'callEnded')[0]);
    expect(entriesOf(stage.simulator, callId, 'callEnded')).toEqual([]);
  });

  test('does not end by a POST that is kept off', async () => {
    const callId = newCall({ calls: { endsBeforeAnswer: 1 }, posts: { throttled: 1 } });
    expect((await invite(stage.simulator, callId, inviting('e-7', [ada]))).status).toBe(429);
    expect(entriesOf(stage.simulator, callId, 'callEnded')).toEqual([]);
    expect(entriesOf(stage.simulator, callId, 'postReceived')).toMatchObject([
      { fault: 'throttled' },
    ]);
  });
});
