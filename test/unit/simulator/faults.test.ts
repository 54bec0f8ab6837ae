import { afterEach, describe, expect, test } from 'vitest';
import { deliveryFault, postFault, randomFor, rosterFault } from '../../../simulator/faults.ts';
import {
  ada,
  eventually,
  graph,
  invite,
  inviting,
  kindOf,
  startStage,
  type Stage,
} from './receiver.ts';

describe('decisions', () => {
  test('depend on the seed and the label alone', () => {
    const draw = (seed: number, label: string) => {
      const random = randomFor(seed, label);
      return [random(), random(), random()];
    };
    expect(draw(7, 'post 1 1')).toEqual(draw(7, 'post 1 1'));
    expect(draw(7, 'post 1 1')).not.toEqual(draw(8, 'post 1 1'));
    expect(draw(7, 'post 1 1')).not.toEqual(draw(7, 'post 1 2'));
  });

  test('are spread evenly enough for rates to hold', () => {
    const draws = Array.from({ length: 4_000 }, (_, index) => randomFor(1, `post 1 ${index}`)());
    expect(draws.every((one) => one >= 0 && one < 1)).toBe(true);
    const low = draws.filter((one) => one < 0.25).length / draws.length;
    expect(low).toBeGreaterThan(0.22);
    expect(low).toBeLessThan(0.28);
  });

  test('follow the rates, none without any', () => {
    expect(deliveryFault({}, () => 0)).toEqual({
      drop: false,
      duplicate: false,
      delayMs: 0,
      reorderMs: null,
    });
    const plan = { deliveries: { drop: 0.5, delay: 1, delayMs: 9, reorder: 1 } };
    expect(deliveryFault(plan, () => 0.4)).toMatchObject({
      drop: true,
      delayMs: 9,
      reorderMs: 500,
    });
    expect(postFault({ posts: { cutResponse: 0.3, cutRequest: 0.3 } }, () => 0.5)).toBe(
      'cutRequest',
    );
    expect(postFault({ posts: { cutResponse: 0.3 } }, () => 0.5)).toBeNull();
    expect(rosterFault({ rosters: { empty: 0.2, stale: 0.2 } }, () => 0.3)).toBe('stale');
    expect(rosterFault({}, () => 0)).toBeNull();
  });
});

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
});

async function start(faults: object): Promise<{ stage: Stage; callId: string }> {
  stage = await startStage({ faults, seed: 42 });
  const { callId } = stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url });
  return { stage, callId };
}

describe('deliveries', () => {
  test('are dropped and never sent', async () => {
    const { stage, callId } = await start({ deliveries: { drop: 1 } });
    await invite(stage.simulator, callId, inviting('d-1', [ada]));
    const dropped = () =>
      stage.simulator.ledger().filter((entry) => entry.type === 'deliveryDropped');
    await eventually(() => dropped().length === 2);
    expect(stage.receiver.received).toHaveLength(0);
  });

  test('are sent twice under one original message id', async () => {
    const { stage, callId } = await start({ deliveries: { duplicate: 1 } });
    stage.simulator.sendRoster(callId);
    await eventually(() => stage.receiver.received.length === 2);
    const [one, two] = stage.receiver.received;
    expect(one?.text).toBe(two?.text);
    expect(one?.headers['x-microsoft-skype-original-message-id']).toBe(
      two?.headers['x-microsoft-skype-original-message-id'],
    );
  });

  test('are overtaken by later ones', async () => {
    const { stage, callId } = await start({ deliveries: { reorder: 1, reorderMs: 10_000 } });
    stage.simulator.sendRoster(callId);
    stage.simulator.setFaults({});
    stage.simulator.endCall(callId);
    await eventually(() => stage.receiver.items().length === 3);
    const [first, ...later] = stage.receiver.items().map(kindOf);
    expect(first).toBe('call updated terminated');
    expect(later).toContain('roster');
  });

  test('held for one that never comes, are sent all the same', async () => {
    const { stage, callId } = await start({ deliveries: { reorder: 1, reorderMs: 20 } });
    stage.simulator.sendRoster(callId);
    await eventually(() => stage.receiver.items().length === 1);
  });

  test('are delayed in line', async () => {
    const { stage, callId } = await start({ deliveries: { delay: 1, delayMs: 60 } });
    stage.simulator.sendRoster(callId);
    stage.simulator.setFaults({});
    stage.simulator.endCall(callId);
    await eventually(() => stage.receiver.items().length === 3);
    expect(stage.receiver.items().map(kindOf)[0]).toBe('roster');
  });
});

describe('posts', () => {
  const executed = { cutResponse: 1, cutRequest: 0, executedButTimedOut: 1 } as const;
  test.each(['cutResponse', 'cutRequest', 'executedButTimedOut'] as const)(
    '%s: the caller sees a broken connection, the ledger the truth',
    async (fault) => {
      const { stage, callId } = await start({ posts: { [fault]: 1, holdMs: 50 } });
      await expect(invite(stage.simulator, callId, inviting('q-1', [ada]))).rejects.toThrow();
      const rings = stage.simulator.ledger().filter((entry) => entry.type === 'rang');
      expect(rings).toHaveLength(executed[fault]);
      await eventually(() =>
        stage.simulator
          .ledger()
          .some((entry) => entry.type === 'postAnswered' && entry.status === null),
      );
    },
  );

  test.each(['emptyAnswer', 'truncatedAnswer', 'htmlAnswer'] as const)(
    '%s: a 200 nobody can read, and the person rings',
    async (postFaultName) => {
      const { stage, callId } = await start({});
      stage.simulator.script({ inviteeId: ada, postFault: postFaultName });
      const answer = await invite(stage.simulator, callId, inviting('q-2', [ada]));
      expect(answer.status).toBe(200);
      expect(typeof answer.body).toBe('string');
      await eventually(() => stage.receiver.items().length === 2);
    },
  );

  test('the same seed gives the same faults', async () => {
    const plan = { posts: { emptyAnswer: 0.5 } };
    const run = async (): Promise<boolean[]> => {
      const { stage: one, callId } = await start(plan);
      const seen: boolean[] = [];
      for (let n = 0; n < 12; n += 1) {
        const answer = await invite(one.simulator, callId, inviting(`s-${n}`, [ada]));
        seen.push(typeof answer.body === 'string');
      }
      await one.close();
      stage = undefined;
      return seen;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });
});

describe('rosters', () => {
  const roster = async (rosters: object) => {
    const { stage, callId } = await start({ rosters });
    await invite(stage.simulator, callId, inviting('v-1', [ada]));
    await eventually(() => stage.receiver.items().length === 2);
    const path = `/communications/calls/${callId}/participants`;
    return (await graph(stage.simulator, 'GET', path)).body.value as unknown[];
  };

  test('are empty on a live call', async () => {
    expect(await roster({ empty: 1 })).toEqual([]);
  });

  test('are as they were before the last change', async () => {
    expect(await roster({ stale: 1 })).toHaveLength(1);
  });
});
