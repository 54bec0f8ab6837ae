import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../../simulator/index.ts';
import {
  ada,
  entriesOf,
  eventually,
  invite,
  inviting,
  kindOf,
  startReceiver,
  startStage,
  type Receiver,
  type Stage,
} from './receiver.ts';

let stage: Stage;
let receiver: Receiver;
beforeAll(async () => {
  stage = await startStage({ seed: 42 });
});
afterAll(async () => {
  await stage.close();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
});

const newCall = (
  deliveries: FaultPlan['deliveries'] = {},
  kind: 'group' | 'peerToPeer' = 'group',
) => stage.simulator.createCall({ kind, callbackUri: receiver.url, faults: { deliveries } }).callId;
const attempts = (callId: string) => entriesOf(stage.simulator, callId, 'deliveryAttempted');
const about = (callId: string) => attempts(callId).map((entry) => entry.about);
const kinds = () => receiver.items().map(kindOf);

/** A call whose roster meets the faults, and whose end comes right behind it without any. */
function rosterThenEnd(deliveries: FaultPlan['deliveries']): string {
  const { simulator } = stage;
  const { callId } = simulator.createCall({ kind: 'group', callbackUri: receiver.url });
  simulator.setFaults({ deliveries });
  simulator.sendRoster(callId);
  simulator.setFaults({});
  simulator.endCall(callId);
  return callId;
}

describe('a delivery without faults', () => {
  test('says so', async () => {
    const callId = newCall();
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 1);
    expect(attempts(callId)).toMatchObject([{ fault: null, status: 202 }]);
    expect(entriesOf(stage.simulator, callId, 'deliveryFaulted')).toEqual([]);
  });
});

describe('a delivery', () => {
  test('can be dropped: never sent', async () => {
    const callId = newCall({ drop: 1 });
    await invite(stage.simulator, callId, inviting('d-1', [ada]));
    const dropped = () => entriesOf(stage.simulator, callId, 'deliveryDropped');
    await eventually(() => dropped().length === 2);
    expect(dropped()).toMatchObject([
      { about: 'completion', clientContext: 'd-1', fault: ['drop'] },
      { about: 'roster', fault: ['drop'], people: [{}, { person: `user:${ada}` }] },
    ]);
    expect(receiver.received).toHaveLength(0);
  });

  test('can be sent twice under one original message id', async () => {
    const callId = newCall({ duplicate: 1 });
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 2);
    const [one, two] = receiver.received;
    expect(one?.text).toBe(two?.text);
    const original = 'x-microsoft-skype-original-message-id';
    expect(one?.headers[original]).toBe(two?.headers[original]);
    expect(attempts(callId).map((entry) => entry.fault)).toEqual([null, ['duplicate']]);
  });

  test('can be overtaken by later ones', async () => {
    const callId = rosterThenEnd({ reorder: 1, reorderMs: 10_000 });
    await eventually(() => attempts(callId).length === 3);
    const [first, ...later] = kinds();
    expect(first).toBe('call updated terminated');
    expect(later).toContain('roster');
    expect(attempts(callId)).toContainEqual(
      expect.objectContaining({ about: 'roster', fault: ['reorder'] }),
    );
  });

  test('can be delayed in line', async () => {
    rosterThenEnd({ delay: 1, delayMs: 60 });
    await eventually(() => receiver.items().length === 3);
    expect(kinds()).toEqual(['roster', 'call updated terminated', 'call deleted -']);
  });

  test('held for one that never comes, is sent all the same', async () => {
    const callId = newCall({ reorder: 1, reorderMs: 20 });
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 1);
    expect(attempts(callId)).toMatchObject([{ fault: ['reorder'] }]);
  });

  test('can come late, without holding up those behind it', async () => {
    const callId = rosterThenEnd({ late: 1, lateMs: 400 });
    await eventually(() => attempts(callId).length === 3);
    expect(kinds()).toEqual(['call updated terminated', 'call deleted -', 'roster']);
    expect(attempts(callId).at(-1)).toMatchObject({ about: 'roster', fault: ['late'] });
    expect(entriesOf(stage.simulator, callId, 'deliveryFaulted')).toMatchObject([
      { about: 'roster', fault: ['late'] },
    ]);
  });

  test('can come again long after, with a fresh token and new message ids', async () => {
    const callId = newCall({ repeat: 1, repeatMs: 1_100 });
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 2);
    const [one, two] = receiver.received;
    expect(one?.text).toBe(two?.text);
    for (const header of ['message-id', 'original-message-id']) {
      const name = `x-microsoft-skype-${header}`;
      expect(one?.headers[name]).not.toBe(two?.headers[name]);
    }
    const [first, second] = [one, two].map((it) => decodeJwt(it?.headers.authorization ?? ''));
    expect(second?.nbf).toBeGreaterThan(first?.nbf ?? Infinity);
    expect(attempts(callId).map((entry) => entry.fault)).toEqual([null, ['repeat']]);
    const [decided] = entriesOf(stage.simulator, callId, 'deliveryFaulted');
    expect(decided?.fault).toEqual(['repeat']);
    expect(decided?.deliveryId).toBe(attempts(callId)[1]?.deliveryId);
  });

  test('given up is sent again all the same', async () => {
    const callId = newCall({ repeat: 1, repeatMs: 10 });
    receiver.statuses.push(500, 500, 500);
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 4);
    expect(attempts(callId).map((entry) => entry.status)).toEqual([500, 500, 500, 202]);
    expect(entriesOf(stage.simulator, callId, 'deliveryGivenUp')).toHaveLength(1);
  });

  test('can have bad neighbours around its own items', async () => {
    const callId = newCall({ badNeighbours: 1 });
    stage.simulator.sendRoster(callId);
    await eventually(() => attempts(callId).length === 1);
    const { value } = JSON.parse(receiver.received[0]?.text ?? '') as { value: unknown[] };
    expect(value).toHaveLength(9);
    expect(value.slice(0, 3)).toEqual([null, 42, {}]);
    expect(value[4]).toMatchObject({ resource: `/app/calls/${callId}/participants` });
    expect(value[5]).toMatchObject({ resourceData: { status: 'completed' } });
    expect(JSON.stringify(value[5])).not.toContain(callId);
    expect(value[6]).toMatchObject({ resource: `/communications/calls/${callId}/unheardOf/1` });
    expect(depthOf(value)).toBeGreaterThan(15);
    expect(depthOf(value)).toBeLessThan(30);
    expect(attempts(callId)).toMatchObject([{ fault: ['badNeighbours'] }]);
  });

  test('that travels without an envelope has no place for neighbours', async () => {
    const callId = newCall({ badNeighbours: 1 });
    stage.simulator.sendRoster(callId, { oddities: ['singleNotification'] });
    await eventually(() => attempts(callId).length === 1);
    expect(JSON.parse(receiver.received[0]?.text ?? '')).not.toHaveProperty('value');
    expect(attempts(callId)).toMatchObject([{ fault: null }]);
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('a completion', () => {
  const contradicted = async (answer: 'answer' | 'decline', statuses: readonly number[] = []) => {
    const callId = newCall({ contradict: 1, contradictMs: 50 });
    receiver.statuses.push(...statuses);
    const clientContext = `c-${callId}`;
    stage.simulator.script({ clientContext, answer: { kind: answer } });
    await invite(stage.simulator, callId, inviting(clientContext, [ada]));
    await eventually(() => attempts(callId).some((entry) => entry.about === 'contradiction'));
    return { callId, clientContext };
  };

  test.each([
    ['answer', 'completed', 'failed'],
    ['decline', 'failed', 'completed'],
  ] as const)('%s can be contradicted afterwards', async (answer, truth, lie) => {
    const { callId, clientContext } = await contradicted(answer);
    const ends = receiver.items().filter((item) => kindOf(item).startsWith('operation'));
    expect(ends.map((item) => item.resourceData.status)).toEqual([truth, lie]);
    expect(ends[0]?.resourceData.id).toBe(ends[1]?.resourceData.id);
    expect(attempts(callId).at(-1)).toMatchObject({
      about: 'contradiction',
      clientContext,
      fault: ['contradict'],
    });
    const [ended] = entriesOf(stage.simulator, callId, 'operationEnded');
    expect(ended?.status).toBe(truth);
  });

  test('is contradicted only once the webhook has accepted it', async () => {
    const { callId } = await contradicted('decline', [500, 500]);
    expect(about(callId)).toEqual(['completion', 'completion', 'completion', 'contradiction']);
    const lost = newCall({ contradict: 1, contradictMs: 20 });
    receiver.statuses.push(...Array<number>(3).fill(500));
    for (const clientContext of ['c-lost', 'c-heard']) {
      stage.simulator.script({ clientContext, answer: { kind: 'decline' } });
      await invite(stage.simulator, lost, inviting(clientContext, [ada]));
      const ends = () => attempts(lost).filter((entry) => entry.clientContext === clientContext);
      await eventually(() => ends().length >= (clientContext === 'c-lost' ? 3 : 2));
    }
    const lies = attempts(lost).filter((entry) => entry.about === 'contradiction');
    expect(lies.map((entry) => entry.clientContext)).toEqual(['c-heard']);
  });
});

describe('the end of a replaced call', () => {
  test('can be true and never announced', async () => {
    const original = newCall({ forgetTeardown: 1 }, 'peerToPeer');
    const target = newCall();
    const body = inviting('t-1', [ada], { replacesCallId: original });
    await invite(stage.simulator, target, body);
    const dropped = () => entriesOf(stage.simulator, original, 'deliveryDropped');
    await eventually(() => dropped().length === 2);
    expect(dropped().map((entry) => [entry.about, entry.fault])).toEqual([
      ['terminated', ['forgetTeardown']],
      ['deleted', ['forgetTeardown']],
    ]);
    expect(entriesOf(stage.simulator, original, 'callEnded')).toMatchObject([
      { cause: 'replaced', fault: null },
    ]);
    await eventually(() => kinds().filter((kind) => kind === 'roster').length === 2);
    expect(kinds().some((kind) => kind.startsWith('call'))).toBe(false);
  });
});
