import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../../simulator/script.ts';
import {
  ada,
  bob,
  eventually,
  invite,
  inviting,
  kindOf,
  phone,
  startStage,
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

const kinds = (): string[] => stage.receiver.items().map(kindOf);
const script = (answer: Answer, inviteeId = ada): void => {
  stage.simulator.script({ inviteeId, answer });
};
const outcome = () => stage.simulator.ledger().find((entry) => entry.type === 'operationEnded');

describe('failing answers', () => {
  test.each([
    ['decline', 603, 0],
    ['busy', 486, 560486],
    ['noAnswer', 487, 10004],
    ['notReachable', 480, 10037],
  ] as const)('%s fails the operation with %i/%i', async (kind, code, subcode) => {
    script({ kind });
    await invite(stage.simulator, callId, inviting('f-1', [ada]));
    const item = await eventually(() => stage.receiver.items()[0]);
    expect(item.resourceData).toMatchObject({ status: 'failed', resultInfo: { code, subcode } });
    expect(item.resourceData.resultInfo.message).toContain(`DiagCode: ${code}#${subcode}`);
    expect(outcome()).toMatchObject({ status: 'failed', code, subcode, clientContext: 'f-1' });
  });

  test('fail sends any codes and text, with the address of the person put in', async () => {
    const message = 'addParticipants failed for participant {mri}. DiagCode: 412#10073';
    script({ kind: 'fail', code: 412, subcode: 9999, message }, phone);
    const body = { participants: [{ identity: { phone: { id: phone } } }], clientContext: 'f-2' };
    await invite(stage.simulator, callId, body);
    const item = await eventually(() => stage.receiver.items()[0]);
    expect(item.resourceData.resultInfo).toMatchObject({
      code: 412,
      subcode: 9999,
      message: `addParticipants failed for participant 4:${phone}. DiagCode: 412#10073`,
    });
  });

  test('one of several declines: the operation fails, who answered is in the roster', async () => {
    script({ kind: 'decline' }, bob);
    await invite(stage.simulator, callId, inviting('f-3', [ada, bob]));
    await eventually(() => kinds().length === 2);
    expect(kinds()).toEqual(['operation failed', 'roster']);
    expect(stage.receiver.items()[1]?.resourceData).toHaveLength(2);
  });
});

describe('answers of the POST itself', () => {
  test.each([
    [{ status: 403, code: '7503', shape: 'nested' as const }, 'UnknownError'],
    [{ status: 403, code: '7505' }, '7505'],
    [{ status: 500 }, '500'],
  ])('httpStatus %j refuses without a ring', async (form, code) => {
    script({ kind: 'httpStatus', ...form });
    const answer = await invite(stage.simulator, callId, inviting('h-1', [ada]));
    expect(answer.status).toBe(form.status);
    expect(answer.body.error.code).toBe(code);
    const ledger = stage.simulator.ledger();
    expect(ledger.find((entry) => entry.type === 'postReceived')).toMatchObject({
      executed: false,
    });
    expect(ledger.some((entry) => entry.type === 'rang')).toBe(false);
  });

  test.each(['7', '2.128', '0', '-1', '1e9', 'soon'])(
    'Retry-After is sent as %s',
    async (retryAfter) => {
      script({ kind: 'httpStatus', status: 429, retryAfter });
      const answer = await invite(stage.simulator, callId, inviting('h-2', [ada]));
      expect(answer.headers.get('retry-after')).toBe(retryAfter);
    },
  );

  test('Retry-After can be a date, or absent', async () => {
    stage.simulator.script({
      inviteeId: ada,
      times: 1,
      answer: { kind: 'httpStatus', status: 429, retryAfterDateMs: 90_000 },
    });
    stage.simulator.script({
      inviteeId: ada,
      times: 1,
      answer: { kind: 'httpStatus', status: 503 },
    });
    const dated = await invite(stage.simulator, callId, inviting('h-3', [ada]));
    const inMs = Date.parse(dated.headers.get('retry-after') ?? '') - Date.now();
    expect(inMs).toBeGreaterThan(80_000);
    expect(inMs).toBeLessThanOrEqual(90_000);
    const bare = await invite(stage.simulator, callId, inviting('h-3', [ada]));
    expect(bare.status).toBe(503);
    expect(bare.headers.has('retry-after')).toBe(false);
    const third = await invite(stage.simulator, callId, inviting('h-3', [ada]));
    expect(third.status).toBe(200);
  });

  test('an executed 504 rings in spite of its answer', async () => {
    script({ kind: 'httpStatus', status: 504, shape: 'none', executed: true });
    const answer = await invite(stage.simulator, callId, inviting('h-4', [ada]));
    expect(answer).toMatchObject({ status: 504, body: '' });
    await eventually(() => kinds().includes('operation completed'));
  });

  test('completedInAnswer is final: no operation notification, the roster follows', async () => {
    script({ kind: 'completedInAnswer' });
    const answer = await invite(stage.simulator, callId, inviting('h-5', [ada]));
    expect(answer.body.status).toBe('Completed');
    await eventually(() => kinds().length === 1);
    expect(kinds()).toEqual(['roster']);
    expect(outcome()).toMatchObject({ status: 'completed', announced: 'answer' });
  });

  test('failedInAnswer is final: resultInfo in the answer, nothing follows', async () => {
    script({ kind: 'failedInAnswer', code: 500, subcode: 3003 });
    const answer = await invite(stage.simulator, callId, inviting('h-6', [ada]));
    expect(answer.body).toMatchObject({
      status: 'Failed',
      resultInfo: { code: 500, subcode: 3003 },
    });
    stage.simulator.sendRoster(callId);
    await eventually(() => kinds().length === 1);
    expect(kinds()).toEqual(['roster']);
  });

  test('completionBeforeAnswer has delivered the completion when the answer comes', async () => {
    script({ kind: 'completionBeforeAnswer' });
    const answer = await invite(stage.simulator, callId, inviting('h-7', [ada]));
    expect(kinds()[0]).toBe('operation completed');
    expect(answer.body.status).toBe('Running');
  });
});
