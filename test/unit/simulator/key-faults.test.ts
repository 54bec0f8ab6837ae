import { decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../simulator/index.ts';
import { eventually, startStage, type Stage } from './receiver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => {
  stage.simulator.setFaults({});
});
afterAll(async () => {
  await stage.close();
});

const openId = '/.well-known/OpenIdConfiguration';
const get = async (path = '/.well-known/keys', timeoutMs = 5_000) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${stage.simulator.url}${path}`, { redirect: 'manual', signal });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const isAnswer = (entry: LedgerEntry) => entry.type === 'keySetAnswered';
const answers = () => stage.simulator.ledger().filter(isAnswer);

describe('the key set', () => {
  test('is answered, and the ledger counts who asked', async () => {
    const before = answers().length;
    expect(JSON.parse((await get()).text)).toHaveProperty('keys');
    await get(openId);
    expect(answers().slice(before)).toMatchObject([
      { path: '/.well-known/keys', status: 200, fault: null },
      { path: openId, status: 200, fault: null },
    ]);
  });

  test.each([
    ['serverError', 500, /error/],
    ['empty', 200, /^\{"keys":\[\]\}$/],
    ['webPage', 200, /^<!doctype html>/],
    ['redirect', 302, /^$/],
  ] as const)('%s', async (keySet, status, text) => {
    stage.simulator.setFaults({ keys: { keySet } });
    const answer = await get();
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect((await get(openId)).status).toBe(status);
    expect(answers().at(-1)).toMatchObject({ path: openId, status, fault: keySet });
  });

  test('stands where a redirect points, so that following it shows in the ledger', async () => {
    const truth = (await get()).text;
    stage.simulator.setFaults({ keys: { keySet: 'redirect' } });
    const location = (await get()).headers.get('location') ?? '';
    expect((await get(location)).text).toBe(truth);
    expect(answers().at(-1)).toMatchObject({ path: location, status: 200, fault: null });
  });

  test('can be slow', async () => {
    stage.simulator.setFaults({ keys: { keySet: 'slow', slowMs: 150 } });
    const before = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(140);
  });

  test('can be silent: no answer, and closing is quick all the same', async () => {
    const own = await startStage({ faults: { keys: { keySet: 'silent' } } });
    await expect(
      fetch(own.simulator.jwksUrl, { signal: AbortSignal.timeout(100) }),
    ).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }) as Error);
    const waiting = fetch(own.simulator.jwksUrl).catch(() => 'cut');
    const asked = () => own.simulator.ledger().filter(isAnswer);
    await eventually(() => asked().length === 2);
    await own.close();
    expect(await waiting).toBe('cut');
    expect(asked()).toMatchObject([
      { status: null, fault: 'silent' },
      { status: null, fault: 'silent' },
    ]);
  });
});

describe('the signing key', () => {
  test('can change every so many deliveries, with the old ones still published', async () => {
    const { simulator, receiver } = stage;
    simulator.setFaults({ keys: { rotateKeysEvery: 2 } });
    const { callId } = simulator.createCall({ kind: 'group', callbackUri: receiver.url });
    for (let n = 0; n < 5; n += 1) simulator.sendRoster(callId);
    await eventually(() => receiver.received.length === 5);
    const keyIds = receiver.received.map(
      (one) => decodeProtectedHeader((one.headers.authorization ?? '').slice(7)).kid,
    );
    expect(new Set(keyIds).size).toBe(3);
    expect(keyIds[1]).toBe(keyIds[2]);
    expect(keyIds[3]).toBe(keyIds[4]);
    for (const one of receiver.received) {
      await expect(receiver.verify(one, simulator.jwksUrl)).resolves.toBeTruthy();
    }
    const rotations = simulator.ledger().filter((entry) => entry.type === 'keysRotated');
    expect(rotations).toMatchObject([{ oldKept: true }, { oldKept: true }]);
  });
});
