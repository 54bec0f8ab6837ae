import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ada,
  entriesOf,
  appId,
  bob,
  eventually,
  graph,
  invite,
  inviting,
  kindOf,
  phone,
  startStage,
  type Item,
  type Stage,
} from './receiver.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(async () => {
  await stage.close();
});

const users = (item: Item): string[] =>
  item.resourceData.flatMap(({ info }) => ('user' in info.identity ? [info.identity.user.id] : []));

const kinds = (): string[] => stage.receiver.items().map(kindOf);

function newCall(kind: 'peerToPeer' | 'group' | 'meeting', more: object = {}): string {
  return stage.simulator.createCall({ kind, callbackUri: stage.receiver.url, ...more }).callId;
}

describe('adding people', () => {
  test('one person: answer, operation end, whole roster, and the roster can be read', async () => {
    const callId = newCall('group');
    const answer = await invite(stage.simulator, callId, inviting('c-1', [ada]));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'Running', clientContext: 'c-1' });
    expect(answer.headers.get('location')).toBe(
      `/communications/calls/${callId}/operations/${answer.body.id}`,
    );

    await eventually(() => kinds().length === 2);
    const [operation, roster] = stage.receiver.items() as [Item, Item];
    expect(operation.resourceData).toMatchObject({
      status: 'completed',
      clientContext: 'c-1',
      id: answer.body.id,
    });
    expect(roster.resourceData).toHaveLength(2);
    expect(roster.resourceData[0]?.info.identity.application.id).toBe(appId);
    expect(roster.resourceData[1]?.info.identity.user.id).toBe(ada);
    expect(roster.resourceData[1]?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

    const read = await graph(
      stage.simulator,
      'GET',
      `/communications/calls/${callId}/participants`,
    );
    expect(read.body.value.map((one) => one.id)).toEqual(roster.resourceData.map((one) => one.id));
  });

  test('several in one request: one operation end without id, one roster with all', async () => {
    const callId = newCall('group');
    await invite(stage.simulator, callId, inviting('c-2', [ada, bob]));
    await eventually(() => kinds().length === 2);
    const [operation, roster] = stage.receiver.items() as [Item, Item];
    expect(operation.resource).toBe(`/communications/calls/${callId}/operations/participants`);
    expect(operation.resourceData.id).toBeNull();
    expect(users(roster)).toEqual([ada, bob]);
  });

  test('a phone: the identity kind is phone throughout', async () => {
    const callId = newCall('peerToPeer');
    const body = { participants: [{ identity: { phone: { id: phone } } }], clientContext: 'c-3' };
    await invite(stage.simulator, callId, body);
    await eventually(() => kinds().length === 2);
    const roster = stage.receiver.items()[1];
    expect(roster?.resourceData[1]?.info.identity.phone.id).toBe(phone);
  });

  test('a hidden person: the operation completes and no roster ever shows the person', async () => {
    const callId = newCall('group');
    await invite(stage.simulator, callId, inviting('c-4', [ada], { hidden: true }));
    await eventually(() => kinds().includes('operation completed'));
    const read = await graph(
      stage.simulator,
      'GET',
      `/communications/calls/${callId}/participants`,
    );
    expect(read.body.value).toHaveLength(1);
  });

  test('the same invite posted twice rings twice', async () => {
    const callId = newCall('group');
    await invite(stage.simulator, callId, inviting('c-5', [ada]));
    await invite(stage.simulator, callId, inviting('c-5', [ada]));
    const rings = stage.simulator.ledger().filter((entry) => entry.type === 'rang');
    expect(rings).toHaveLength(2);
  });

  test('a repeated invite is refused where the call says so', async () => {
    const callId = newCall('group', { repeatedInvite: 'isRefused' });
    await invite(stage.simulator, callId, inviting('c-6', [ada]));
    const again = await invite(stage.simulator, callId, inviting('c-7', [ada]));
    expect(again.status).toBe(409);
    expect(stage.simulator.ledger().filter((entry) => entry.type === 'rang')).toHaveLength(1);
  });
});

describe('replacing a peer-to-peer call', () => {
  test('announces completion, both rosters, and the end of the original call', async () => {
    const original = newCall('peerToPeer', { participants: [{ identity: { user: { id: ada } } }] });
    const target = newCall('group');
    await invite(
      stage.simulator,
      target,
      inviting('r-1', [ada], { replacesCallId: `/app/calls/${original.replaceAll('-', '')}` }),
    );
    await eventually(() => kinds().length === 5);
    const about = (callId: string) =>
      stage.receiver
        .items()
        .filter((item) => item.resource?.includes(callId))
        .map(kindOf);
    expect(about(target)).toEqual(['operation completed', 'roster']);
    expect(about(original)).toEqual(['roster', 'call updated terminated', 'call deleted -']);
    const gone = await graph(stage.simulator, 'GET', `/communications/calls/${original}`);
    expect(gone).toMatchObject({ status: 404, body: { error: { code: '8522' } } });
    const ends = stage.simulator.ledger().filter((entry) => entry.type === 'callEnded');
    expect(ends).toMatchObject([{ callId: original, cause: 'replaced', code: 200 }]);
  });

  test('order and delays follow the script', async () => {
    const original = newCall('peerToPeer', { participants: [{ identity: { user: { id: ada } } }] });
    const target = newCall('group');
    stage.simulator.script({
      inviteeId: ada,
      order: ['deleted', 'terminated', 'roster', 'completion'],
      delaysMs: { roster: 5 },
      oneByOne: true,
    });
    await invite(stage.simulator, target, inviting('r-2', [ada], { replacesCallId: original }));
    await eventually(() => kinds().length === 4);
    expect(kinds()).toEqual([
      'call deleted -',
      'call updated terminated',
      'roster',
      'operation completed',
    ]);
  });

  test('with teardownNever the original call stays', async () => {
    const original = newCall('peerToPeer');
    const target = newCall('group');
    stage.simulator.script({ clientContext: 'r-3', answer: { kind: 'teardownNever' } });
    await invite(stage.simulator, target, inviting('r-3', [ada], { replacesCallId: original }));
    await eventually(() => kinds().length === 3);
    const still = await graph(stage.simulator, 'GET', `/communications/calls/${original}`);
    expect(still).toMatchObject({ status: 200, body: { state: 'established' } });
  });

  test('a lost teardown is true all the same', async () => {
    const original = newCall('peerToPeer');
    const target = newCall('group');
    stage.simulator.script({ clientContext: 'r-4', lost: ['terminated', 'deleted'] });
    await invite(stage.simulator, target, inviting('r-4', [ada], { replacesCallId: original }));
    await eventually(() => kinds().length === 3);
    const gone = await graph(stage.simulator, 'GET', `/communications/calls/${original}`);
    expect(gone.status).toBe(404);
    const dropped = entriesOf(stage.simulator, original, 'deliveryDropped');
    expect(dropped.map((entry) => entry.about)).toEqual(['terminated', 'deleted']);
  });

  test('only the first of several participants is read, the rest is dropped without a word', async () => {
    const original = newCall('peerToPeer');
    const target = newCall('group');
    const body = inviting('r-5', [ada, bob], { replacesCallId: original });
    const answer = await invite(stage.simulator, target, body);
    expect(answer.status).toBe(200);
    expect(answer.body.participants).toHaveLength(1);
    const ledger = stage.simulator.ledger();
    expect(ledger.filter((entry) => entry.type === 'rang')).toHaveLength(1);
    expect(ledger.find((entry) => entry.type === 'postReceived')).toMatchObject({
      droppedParticipants: 1,
    });
  });
});

test('a move takes the person out of the source meeting, which goes on', async () => {
  const participantId = '50c50c50-1111-4222-8333-444455556666';
  const source = newCall('meeting', {
    participants: [
      { identity: { user: { id: ada } }, participantId },
      { identity: { user: { id: bob } } },
    ],
  });
  const target = newCall('meeting');
  const answer = await invite(
    stage.simulator,
    target,
    inviting('m-1', [ada], { replacesCallId: source, participantId }),
  );
  expect(answer.body.participants[0]?.participantId).toBe(participantId);
  await eventually(() => kinds().length === 3);
  const left = stage.receiver.items().find((item) => item.resource?.includes(source));
  expect(left && users(left)).toEqual([bob]);
  const still = await graph(stage.simulator, 'GET', `/communications/calls/${source}/participants`);
  expect(still.body.value).toHaveLength(2);
  const seated = await graph(
    stage.simulator,
    'GET',
    `/communications/calls/${target}/participants`,
  );
  expect(seated.body.value[1]?.id).not.toBe(participantId);
});

test('a call that ends while somebody rings stops the ring and announces only its own end', async () => {
  const callId = newCall('group');
  stage.simulator.script({ inviteeId: ada, answer: { kind: 'answer', afterMs: 60_000 } });
  await invite(stage.simulator, callId, inviting('e-1', [ada]));
  stage.simulator.endCall(callId, { code: 408, subcode: 8537 });
  await eventually(() => kinds().length === 2);
  expect(kinds()).toEqual(['call updated terminated', 'call deleted -']);
  expect(stage.receiver.items()[0]?.resourceData.resultInfo).toMatchObject({
    code: 408,
    subcode: 8537,
  });
  const outcome = stage.simulator.ledger().find((entry) => entry.type === 'operationEnded');
  expect(outcome).toMatchObject({ status: 'callEnded', announced: 'never' });
});
