import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../simulator/ids.ts';
import { openLedger } from '../../../simulator/ledger.ts';
import type { LedgerEntry } from '../../../simulator/index.ts';
import { ada, eventually, graph, invite, inviting, phone, startStage } from './receiver.ts';

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

test('a ledger numbers and dates its entries, on disk at once, and goes on where it stopped', () => {
  const file = join(folder, 'ledger.jsonl');
  const first = openLedger(file);
  first.write({ type: 'callCreated', callId: 'c', kind: 'group' });
  expect(linesOf(file)).toEqual(first.entries());
  first.close();
  const second = openLedger(file);
  expect(second.entries()).toEqual(first.entries());
  second.write({ type: 'keysRotated', keyId: 'k', oldKept: true });
  second.close();
  expect(linesOf(file)).toMatchObject([
    { seq: 1, type: 'callCreated' },
    { seq: 2, type: 'keysRotated' },
  ]);
  expect(linesOf(file)).toEqual(second.entries());
});

test('a line that a kill left half-written costs no entry after it', () => {
  const file = join(folder, 'torn.jsonl');
  const first = openLedger(file);
  first.write({ type: 'keysRotated', keyId: 'k-1', oldKept: true });
  first.write({ type: 'keysRotated', keyId: 'k-2', oldKept: true });
  first.close();
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.slice(0, -20));
  const second = openLedger(file);
  second.write({ type: 'keysRotated', keyId: 'k-3', oldKept: true });
  second.close();
  const third = openLedger(file);
  expect(third.entries()).toEqual(second.entries());
  expect(third.entries()).toMatchObject([
    { seq: 1, keyId: 'k-1' },
    { seq: 2, keyId: 'k-3' },
  ]);
  third.close();
});

test('a ledger gives what came after a number, and copies that stay as they are', () => {
  const ledger = openLedger();
  for (const keyId of ['a', 'b', 'c']) ledger.write({ type: 'keysRotated', keyId, oldKept: true });
  const seqsAfter = (seq?: number) => ledger.entries(seq).map((entry) => entry.seq);
  expect(seqsAfter()).toEqual([1, 2, 3]);
  expect(seqsAfter(1)).toEqual([2, 3]);
  expect(seqsAfter(3)).toEqual([]);
  expect(seqsAfter(99)).toEqual([]);
  const before = ledger.entries();
  ledger.write({ type: 'keysRotated', keyId: 'd', oldKept: true });
  expect(before).toHaveLength(3);
});

test('what an answer rests on is in the file before the answer is there', async () => {
  const file = join(folder, 'first.jsonl');
  const stage = await startStage({ ledgerFile: file });
  const { callId } = stage.simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url });
  const typesAtAnswer = async (answer: Promise<unknown>) => {
    await answer;
    return linesOf(file).map((line) => (line as { type: string }).type);
  };
  stage.simulator.script({ clientContext: 'disk-1', answer: { kind: 'never' } });
  const posted = invite(stage.simulator, callId, inviting('disk-1', [ada]));
  expect(await typesAtAnswer(posted)).toEqual([
    'simulatorStarted',
    'callCreated',
    'postReceived',
    'rang',
    'postAnswered',
  ]);
  const roster = graph(stage.simulator, 'GET', `/communications/calls/${callId}/participants`);
  expect((await typesAtAnswer(roster)).at(-1)).toBe('readAnswered');
  await stage.close();
});

test('a simulator that starts on the ledger of another one goes on in it', async () => {
  const ledgerFile = join(folder, 'again.jsonl');
  for (const clientContext of ['again-1', 'again-2']) {
    const stage = await startStage({ ledgerFile });
    const { simulator } = stage;
    const { callId } = simulator.createCall({ kind: 'group', callbackUri: stage.receiver.url });
    await invite(simulator, callId, inviting(clientContext, [ada]));
    await stage.close();
    expect(linesOf(ledgerFile)).toEqual(simulator.ledger());
  }
  const entries = linesOf(ledgerFile) as LedgerEntry[];
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
  const posts = entries.flatMap((entry) =>
    entry.type === 'postReceived' ? [entry.clientContext] : [],
  );
  expect(posts).toEqual(['again-1', 'again-2']);
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
