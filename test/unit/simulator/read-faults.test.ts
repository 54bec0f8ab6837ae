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

const newCall = (faults?: FaultPlan): string =>
  stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url, faults }).callId;
const read = (callId: string, path = '') =>
  graph(stage.simulator, 'GET', `/communications/calls/${callId}${path}`);
const answered = (callId: string) => entriesOf(stage.simulator, callId, 'readAnswered');

describe('a reading', () => {
  test('stands in the ledger with what it was and the people it showed', async () => {
    const callId = newCall();
    const roster = await read(callId, '/participants');
    await read(callId);
    await read(callId, `/participants/${roster.body.value[0]?.id}`);
    await read(callId, '/operations/none');
    await graph(stage.simulator, 'GET', `/app/calls/${callId}`, undefined, null);
    const bot = [{ person: expect.stringMatching(/^application:/) as string, inLobby: false }];
    expect(answered(callId)).toMatchObject([
      { what: 'roster', status: 200, fault: null, people: bot },
      { what: 'call', status: 200, fault: null },
      { what: 'participant', status: 200, people: bot },
      { what: 'operation', status: 404, fault: null },
      { what: 'call', status: 401, fault: null },
    ]);
  });

  test('of an ended or unknown call is answered 404 and stands in the ledger too', async () => {
    const callId = newCall();
    stage.simulator.endCall(callId);
    expect((await read(callId)).status).toBe(404);
    expect((await read('nobody-knows')).status).toBe(404);
    expect(answered(callId)).toMatchObject([{ status: 404, fault: null }]);
    expect(answered('nobody-knows')).toMatchObject([{ status: 404, fault: null }]);
  });

  test('can be answered with a server error, whatever is asked for', async () => {
    const callId = newCall({ reads: { serverError: 1 } });
    const statuses = new Set<number>();
    for (const path of ['', '/participants', '/participants/x', '/operations/x']) {
      statuses.add((await read(callId, path)).status);
    }
    expect([500, 502, 504]).toEqual(expect.arrayContaining([...statuses]));
    expect(answered(callId).map((entry) => entry.fault)).toEqual(Array(4).fill('serverError'));
  });

  test('can be cut off', async () => {
    const callId = newCall({ reads: { cut: 1 } });
    await expect(read(callId)).rejects.toThrow();
    expect(answered(callId)).toMatchObject([{ status: null, fault: 'cut' }]);
  });

  test('can be slow, and then says what is true by then', async () => {
    const callId = newCall({ reads: { slow: 1, slowMs: 120 } });
    const before = performance.now();
    const answer = read(callId);
    stage.simulator.endCall(callId);
    expect((await answer).status).toBe(404);
    expect(performance.now() - before).toBeGreaterThan(100);
    expect(answered(callId)).toMatchObject([{ status: 404, fault: 'slow' }]);
  });

  test('can be throttled', async () => {
    const callId = newCall({ reads: { throttled: 1, retryAfter: 'fraction' } });
    const answer = await read(callId, '/participants');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('0.7');
    expect(answered(callId)).toMatchObject([{ status: 429, fault: 'throttled' }]);
  });

  test('whose caller went away counts as not answered', async () => {
    const callId = newCall({ reads: { slow: 1, slowMs: 150 } });
    const url = `${stage.simulator.graphBaseUrl}/communications/calls/${callId}`;
    const headers = { authorization: 'Bearer x' };
    const gone = fetch(url, { headers, signal: AbortSignal.timeout(50) });
    await expect(gone).rejects.toThrow();
    await eventually(() => answered(callId).length === 1);
    expect(answered(callId)).toMatchObject([{ status: null, fault: 'slow' }]);
  });
});

describe('a roster that is read', () => {
  const roster = async (faults: FaultPlan) => {
    const callId = newCall(faults);
    await invite(stage.simulator, callId, inviting(`v-${callId}`, [ada]));
    await eventually(() => entriesOf(stage.simulator, callId, 'personJoined')[0]);
    const { body } = await read(callId, '/participants');
    return { callId, value: body.value };
  };

  test('can be empty on a live call', async () => {
    const { callId, value } = await roster({ rosters: { empty: 1 } });
    expect(value).toEqual([]);
    expect(answered(callId)).toMatchObject([{ status: 200, fault: 'empty', people: [] }]);
  });

  test('can be as it was before the last change', async () => {
    const { callId, value } = await roster({ rosters: { stale: 1 } });
    expect(value).toHaveLength(1);
    expect(answered(callId)[0]?.people).toHaveLength(1);
  });

  test('can be both slow and stale', async () => {
    const { callId } = await roster({ reads: { slow: 1, slowMs: 1 }, rosters: { stale: 1 } });
    expect(answered(callId)).toMatchObject([{ fault: 'slow+stale' }]);
  });
});

test('the same seed gives the same faults, whatever is read and posted in between', async () => {
  const faults = { reads: { serverError: 0.3, throttled: 0.3 } };
  const run = async (disturb: boolean): Promise<(string | null)[]> => {
    const own = await startStage({ seed: 9, faults });
    const create = () =>
      own.simulator.createCall({ kind: 'group', callbackUri: own.receiver.url }).callId;
    const [callId, other] = [create(), create()];
    for (let n = 0; n < 12; n += 1) {
      if (disturb) {
        await graph(own.simulator, 'GET', `/communications/calls/${other}/participants`);
        await graph(own.simulator, 'GET', `/communications/calls/${callId}/operations/x`);
      }
      await graph(own.simulator, 'GET', `/communications/calls/${callId}/participants`);
    }
    await own.close();
    const rosters = entriesOf(own.simulator, callId, 'readAnswered').filter(
      (entry) => entry.what === 'roster',
    );
    return rosters.map((entry) => entry.fault);
  };
  const quiet = await run(false);
  expect(new Set(quiet).size).toBe(3);
  expect(await run(true)).toEqual(quiet);
});
