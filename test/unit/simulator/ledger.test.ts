import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../simulator/ids.ts';
import { openLedger } from '../../../simulator/ledger.ts';
import { ada, eventually, invite, inviting, phone, startStage } from './receiver.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('a ledger numbers and dates its entries, on disk at once, and appends to what is there', () => {
  const file = join(folder, 'ledger.jsonl');
  const first = openLedger(file);
  first.write({ type: 'callCreated', callId: 'c', kind: 'group' });
  expect(linesOf(file)).toEqual(first.entries());
  first.close();
  const second = openLedger(file);
  second.write({ type: 'keysRotated', keyId: 'k', oldKept: true });
  second.close();
  expect(linesOf(file)).toMatchObject([
    { seq: 1, type: 'callCreated' },
    { seq: 1, type: 'keysRotated' },
  ]);
});

test('an invite leaves its whole story, the post before the ring, and no telephone number', async () => {
  const file = join(folder, 'story.jsonl');
  const stage = await startStage({ ledgerFile: file });
  const { callId } = stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url });
  const identity = { phone: { id: phone, displayName: 'Ada Example' } };
  const body = { participants: [{ identity }], clientContext: 'story-1' };
  await invite(stage.simulator, callId, body);
  await eventually(() => stage.receiver.items().length === 2);
  await stage.close();
  const story = stage.simulator.ledger();
  expect(story.map((entry) => entry.type)).toEqual([
    'simulatorStarted',
    'callCreated',
    'postReceived',
    'rang',
    'postAnswered',
    'personJoined',
    'operationEnded',
    'deliveryAttempted',
    'deliveryAttempted',
  ]);
  expect(story[2]).toMatchObject({
    clientContext: 'story-1',
    bodySha256: sha256(JSON.stringify(body)),
    executed: true,
  });
  expect(story[6]).toMatchObject({ clientContext: 'story-1', status: 'completed' });
  expect(story[7]).toMatchObject({ about: 'completion', attempt: 1, status: 202 });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain(phone.slice(1));
  expect(text).not.toContain('Ada Example');
});

test('what a closing simulator was still sending stands in the ledger', async () => {
  const stage = await startStage();
  const { callId } = stage.simulator.createCall({
    kind: 'group',
    callbackUri: 'http://192.0.2.1:9/',
  });
  await invite(stage.simulator, callId, inviting('gone-1', [ada]));
  stage.simulator.sendRoster(callId);
  await eventually(() => stage.simulator.ledger().some((entry) => entry.type === 'operationEnded'));
  await stage.close();
  const attempts = stage.simulator.ledger().filter((entry) => entry.type === 'deliveryAttempted');
  expect(attempts.length).toBeGreaterThan(0);
  expect(attempts.every((entry) => entry.status === null)).toBe(true);
});
