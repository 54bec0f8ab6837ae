import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createScriptBook } from '../../../simulator/script-book.ts';
import type { Answer } from '../../../simulator/script.ts';
import {
  ada,
  entriesOf,
  eventually,
  graph,
  invite,
  inviting,
  kindOf,
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

describe('people who are slow, hidden or absent', () => {
  test('never leaves the operation running', async () => {
    script({ kind: 'never' });
    const { body } = await invite(stage.simulator, callId, inviting('n-1', [ada]));
    const path = `/communications/calls/${callId}/operations/${body.id}`;
    expect((await graph(stage.simulator, 'GET', path)).body.status).toBe('Running');
    expect(outcome()).toBeUndefined();
  });

  test('an ended operation is gone, or readable where the call says so', async () => {
    const first = await invite(stage.simulator, callId, inviting('n-2', [ada]));
    await eventually(outcome);
    const path = `/communications/calls/${callId}/operations/${first.body.id}`;
    expect((await graph(stage.simulator, 'GET', path)).status).toBe(404);
    const callbackUri = stage.receiver.url;
    const other = stage.simulator.createCall({
      kind: 'group',
      callbackUri,
      endedOperations: 'readable',
    });
    script({ kind: 'completedInAnswer' });
    const second = await invite(stage.simulator, other.callId, inviting('n-3', [ada]));
    const kept = `/communications/calls/${other.callId}/operations/${second.body.id}`;
    expect((await graph(stage.simulator, 'GET', kept)).body.status).toBe('Completed');
  });

  test('lobby shows the person waiting, then inside', async () => {
    script({ kind: 'lobby', admitAfterMs: 30 });
    await invite(stage.simulator, callId, inviting('l-1', [ada]));
    await eventually(() => kinds().length === 3);
    expect(kinds()).toEqual(['roster', 'operation completed', 'roster']);
    const waits = stage.receiver.items().filter((item) => kindOf(item) === 'roster');
    expect(waits.map((item) => item.resourceData[1]?.isInLobby)).toEqual([true, false]);
    expect(waits[0]?.resourceData[1]?.id).toBe(waits[1]?.resourceData[1]?.id);
  });

  test('lobby can hold the completion back until the person is let in', async () => {
    script({ kind: 'lobby', admitAfterMs: 30, completes: 'whenAdmitted' });
    await invite(stage.simulator, callId, inviting('l-2', [ada]));
    await eventually(() => kinds().length === 3);
    expect(kinds()).toEqual(['roster', 'operation completed', 'roster']);
    const completed = stage.simulator
      .ledger()
      .findIndex((entry) => entry.type === 'operationEnded');
    const admitted = stage.simulator
      .ledger()
      .findIndex((entry) => entry.type === 'personJoined' && !entry.inLobby);
    expect(completed).toBeGreaterThan(admitted);
  });

  test('rosterNever completes without ever showing the person', async () => {
    script({ kind: 'rosterNever' });
    await invite(stage.simulator, callId, inviting('x-1', [ada]));
    await eventually(() => kinds().length === 1);
    const read = await graph(
      stage.simulator,
      'GET',
      `/communications/calls/${callId}/participants`,
    );
    expect(read.body.value).toHaveLength(1);
  });

  test('completionNever shows the person while the operation runs on', async () => {
    script({ kind: 'completionNever' });
    const { body } = await invite(stage.simulator, callId, inviting('x-2', [ada]));
    await eventually(() => kinds().includes('roster'));
    const path = `/communications/calls/${callId}/operations/${body.id}`;
    expect((await graph(stage.simulator, 'GET', path)).body.status).toBe('Running');
    expect(kinds()).toEqual(['roster']);
  });

  test('a lost completion is true, and found by asking', async () => {
    stage.simulator.script({ inviteeId: ada, lost: ['completion', 'roster'] });
    await invite(stage.simulator, callId, inviting('x-3', [ada]));
    await eventually(() => outcome());
    const read = await graph(
      stage.simulator,
      'GET',
      `/communications/calls/${callId}/participants`,
    );
    expect(read.body.value).toHaveLength(2);
    expect(stage.receiver.received).toHaveLength(0);
    expect(entriesOf(stage.simulator, callId, 'deliveryDropped')).toMatchObject([
      { about: 'completion', clientContext: 'x-3', fault: ['lost'] },
      { about: 'roster', fault: ['lost'] },
    ]);
  });
});

describe('taking an invitation back', () => {
  test('DELETE of a ringing participant withdraws the invitation with 487/0', async () => {
    stage.simulator.script({
      inviteeId: ada,
      answer: { kind: 'never' },
      oddities: ['participantIdInAnswer'],
    });
    const { body } = await invite(stage.simulator, callId, inviting('w-1', [ada]));
    const path = `/communications/calls/${callId}/participants/${body.participants[0]?.id}`;
    expect((await graph(stage.simulator, 'DELETE', path)).status).toBe(204);
    const item = await eventually(() => stage.receiver.items()[0]);
    expect(item.resourceData).toMatchObject({
      status: 'failed',
      resultInfo: { code: 487, subcode: 0 },
    });
    const entry = stage.simulator.ledger().find((one) => one.type === 'revoked');
    expect(entry).toMatchObject({ found: 'ringing', status: 204 });
    expect((await graph(stage.simulator, 'DELETE', path)).status).toBe(404);
  });

  test('DELETE of who waits in the lobby withdraws too and updates the roster', async () => {
    script({ kind: 'lobby', completes: 'whenAdmitted' });
    await invite(stage.simulator, callId, inviting('w-2', [ada]));
    const roster = await eventually(() => stage.receiver.items()[0]);
    const path = `/communications/calls/${callId}/participants/${roster.resourceData[1]?.id}`;
    expect((await graph(stage.simulator, 'DELETE', path)).status).toBe(204);
    await eventually(() => kinds().length === 3);
    expect(kinds()).toEqual(['roster', 'roster', 'operation failed']);
  });

  test('a scripted revokeStatus answers the DELETE and changes nothing', async () => {
    stage.simulator.script({ inviteeId: ada, revokeStatus: 403 });
    await invite(stage.simulator, callId, inviting('w-3', [ada]));
    const roster = await eventually(() => stage.receiver.items()[1]);
    const path = `/communications/calls/${callId}/participants/${roster.resourceData[1]?.id}`;
    expect((await graph(stage.simulator, 'DELETE', path)).status).toBe(403);
    expect((await graph(stage.simulator, 'GET', path)).status).toBe(200);
  });
});

describe('the book of scripts', () => {
  const kindsFor = (
    book: ReturnType<typeof createScriptBook>,
    context: string | null,
    id: string,
  ) => book.take(context, [id])[0]?.answer?.kind;

  test('uses limited scripts in order, then the newest unlimited one, then the default', () => {
    const book = createScriptBook();
    book.add({ inviteeId: 'A-B', answer: { kind: 'never' } });
    book.add({ inviteeId: 'ab', times: 1, answer: { kind: 'busy' } });
    book.add({ inviteeId: 'ab', times: 1, answer: { kind: 'decline' } });
    book.add({ inviteeId: 'ab', answer: { kind: 'noAnswer' } });
    const seen = [1, 2, 3, 4].map(() => kindsFor(book, null, 'ab'));
    expect(seen).toEqual(['busy', 'decline', 'noAnswer', 'noAnswer']);
    book.clear();
    expect(kindsFor(book, null, 'ab')).toBe('answer');
  });

  test('prefers the clientContext over the invitee', () => {
    const book = createScriptBook();
    book.add({ inviteeId: 'ab', answer: { kind: 'never' } });
    book.add({ clientContext: 'c', times: 1, answer: { kind: 'busy' } });
    expect(kindsFor(book, 'c', 'ab')).toBe('busy');
    expect(kindsFor(book, 'c', 'ab')).toBe('never');
  });
});
