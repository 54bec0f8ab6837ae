import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../../simulator/index.ts';
import type { PostFault } from '../../../simulator/faults/posts.ts';
import {
  ada,
  bob,
  entriesOf,
  eventually,
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

const newCall = (faults?: FaultPlan): string =>
  stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url, faults }).callId;
let posts = 0;
const post = (callId: string, inviteeId = ada) => {
  posts += 1;
  return invite(stage.simulator, callId, inviting(`post-${posts}`, [inviteeId]));
};
const received = (callId: string) => entriesOf(stage.simulator, callId, 'postReceived');
const answered = (callId: string) => entriesOf(stage.simulator, callId, 'postAnswered');
const rings = (callId: string) => entriesOf(stage.simulator, callId, 'rang').length;

describe('a POST', () => {
  test('without a fault says so in the ledger', async () => {
    const callId = newCall();
    await post(callId);
    expect(received(callId)).toMatchObject([{ fault: null, executed: true }]);
    expect(answered(callId)).toMatchObject([{ fault: null, status: 200, retryAfter: null }]);
  });

  test.each([
    ['cutResponse', 1],
    ['cutRequest', 0],
    ['executedButTimedOut', 1],
  ] as const)('%s: the connection breaks, the ledger has the truth', async (fault, rang) => {
    const callId = newCall({ posts: { [fault]: 1, holdMs: 50 } });
    await expect(post(callId)).rejects.toThrow();
    await eventually(() => answered(callId).length === 1);
    expect(rings(callId)).toBe(rang);
    expect(received(callId)).toMatchObject([{ fault, executed: rang === 1 }]);
    expect(answered(callId)).toMatchObject([{ fault, status: null }]);
  });

  test.each(['emptyAnswer', 'truncatedAnswer', 'htmlAnswer'] as const)(
    '%s: a 200 nobody can read, and the person rings',
    async (fault) => {
      const callId = newCall({ posts: { [fault]: 1 } });
      const answer = await post(callId);
      expect(answer.status).toBe(200);
      expect(typeof answer.body).toBe('string');
      expect(rings(callId)).toBe(1);
      expect(answered(callId)).toMatchObject([{ fault, status: 200 }]);
    },
  );

  test.each([
    ['throttled', [429], false],
    ['unavailable', [503], false],
    ['serverError', [500, 502, 504], false],
    ['executedServerError', [500, 502, 504], true],
    ['unauthorized', [401], false],
  ] as const)('%s: answered with an error, executed or not', async (fault, statuses, executed) => {
    const callId = newCall({ posts: { [fault]: 1 } });
    const { status, body } = await post(callId);
    expect(statuses).toContain(status);
    expect(body.error.code).toBeTruthy();
    expect(rings(callId)).toBe(executed ? 1 : 0);
    expect(received(callId)).toMatchObject([{ fault, executed }]);
    expect(answered(callId)).toMatchObject([{ fault, status }]);
  });

  test.each([
    ['seconds', '1'],
    ['fraction', '0.7'],
    ['zero', '0'],
    ['negative', '-5'],
    ['absurd', '1000000000'],
    ['garbage', 'soon'],
    ['absent', null],
  ] as const)('can be throttled with a Retry-After in the form %s', async (retryAfter, text) => {
    const callId = newCall({ posts: { throttled: 1, retryAfter } });
    expect((await post(callId)).headers.get('retry-after')).toBe(text);
    expect(answered(callId)).toMatchObject([{ retryAfter: text }]);
  });

  test('can be told the time of another try as an HTTP date in the near future', async () => {
    const callId = newCall({ posts: { unavailable: 1, retryAfter: 'httpDate' } });
    const before = Date.now();
    const date = (await post(callId)).headers.get('retry-after') ?? '';
    const waitMs = Date.parse(date) - before;
    expect(waitMs).toBeGreaterThan(500);
    expect(waitMs).toBeLessThan(10_000);
    expect(new Date(date).toUTCString()).toBe(date);
  });
});

describe('the first POSTs of a call', () => {
  test('can be refused and throttled until they are through, on each call anew', async () => {
    const faults = { posts: { unauthorizedFirst: 1, throttledFirst: 3 } };
    for (const callId of [newCall(faults), newCall(faults)]) {
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await post(callId)).status);
      expect(statuses).toEqual([401, 429, 429, 200, 200]);
      expect(rings(callId)).toBe(2);
    }
  });

  test('use up no script while the plan keeps them off', async () => {
    const callId = newCall({ posts: { throttledFirst: 2 } });
    const inviteeId = 'scr1scr1-1111-4222-8333-444455556666';
    stage.simulator.script({ inviteeId, times: 1, answer: { kind: 'decline' } });
    for (let n = 0; n < 3; n += 1) await post(callId, inviteeId);
    await eventually(() => entriesOf(stage.simulator, callId, 'operationEnded')[0]);
    expect(entriesOf(stage.simulator, callId, 'operationEnded')[0]).toMatchObject({ code: 603 });
  });
});

describe('a script', () => {
  test.each<PostFault>(['truncatedAnswer', 'executedServerError', 'unauthorized'])(
    'names a fault for certain: %s',
    async (postFault) => {
      const callId = newCall();
      stage.simulator.script({ inviteeId: bob, times: 1, postFault });
      await post(callId, bob);
      await post(callId, bob);
      expect(received(callId).map((entry) => entry.fault)).toEqual([postFault, null]);
    },
  );

  test('that answers the POST itself leaves no room for a fault of the answer', async () => {
    const callId = newCall({ posts: { cutResponse: 1 } });
    const answer = { kind: 'httpStatus' as const, status: 403, executed: true };
    stage.simulator.script({ inviteeId: bob, times: 1, answer });
    expect((await post(callId, bob)).status).toBe(403);
    expect(received(callId)).toMatchObject([{ fault: null, executed: true }]);
  });

  test('can hold the answer of a POST that was executed at once', async () => {
    const callId = newCall();
    stage.simulator.script({ inviteeId: bob, times: 1, postAnswerAfterMs: 400 });
    const before = performance.now();
    const answer = post(callId, bob);
    await eventually(() => entriesOf(stage.simulator, callId, 'operationEnded')[0]);
    expect(answered(callId)).toEqual([]);
    expect((await answer).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(380);
  });

  test('that holds the answer knows when its caller has gone', async () => {
    const callId = newCall();
    stage.simulator.script({ inviteeId: bob, times: 1, postAnswerAfterMs: 200 });
    const path = `/communications/calls/${callId}/participants/invite`;
    const gone = fetch(`${stage.simulator.graphBaseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      body: JSON.stringify(inviting('gone-away', [bob])),
      signal: AbortSignal.timeout(100),
    });
    await expect(gone).rejects.toThrow();
    await eventually(() => answered(callId).length === 1);
    expect(answered(callId)).toMatchObject([{ status: null, fault: null }]);
    expect(rings(callId)).toBe(1);
  });
});

test('the same seed gives the same faults, whatever is posted to other calls', async () => {
  const faults = { posts: { emptyAnswer: 0.3, throttled: 0.4 } };
  const run = async (disturb: boolean) => {
    const own = await startStage({ seed: 5, faults });
    const create = () =>
      own.simulator.createCall({ kind: 'group', callbackUri: own.receiver.url }).callId;
    const [callId, other] = [create(), create()];
    for (let n = 0; n < 12; n += 1) {
      if (disturb) await invite(own.simulator, other, inviting(`o-${n}`, [ada]));
      await invite(own.simulator, callId, inviting(`s-${n}`, [ada]));
    }
    await own.close();
    const entries = entriesOf(own.simulator, callId, 'postAnswered');
    return entries.map(({ fault, status, retryAfter }) => [
      fault,
      status,
      /GMT$/.test(retryAfter ?? '') ? 'a date' : retryAfter,
    ]);
  };
  const quiet = await run(false);
  expect(new Set(quiet.map(([fault]) => fault)).size).toBe(3);
  expect(await run(true)).toEqual(quiet);
});
