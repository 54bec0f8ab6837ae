import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callEndItem, callItem } from '../../../simulator/bodies/call-item.ts';
import { callBody } from '../../../simulator/bodies/call.ts';
import { notificationText } from '../../../simulator/bodies/envelope.ts';
import { inviteAnswerBody } from '../../../simulator/bodies/invite-answer.ts';
import { operationItem } from '../../../simulator/bodies/operation-item.ts';
import { rosterItem } from '../../../simulator/bodies/roster-item.ts';
import { oddityNames, type Oddity } from '../../../simulator/oddities.ts';
import { odditiesOf, variantNames, type OddityChoice } from '../../../simulator/variants.ts';
import { ada, appId, bob, eventually, invite, inviting, kindOf, startStage } from './receiver.ts';
import type { Stage } from './receiver.ts';

const callId = 'ca11ca11-1111-4222-8333-444455556666';
const tenantId = '7e7e7e7e-1111-4222-8333-444455556666';
const guid = (n: number): string => `0000000${n}-1111-4222-8333-44445555abcd`;
const people = [ada, bob].map((id) => ({ kind: 'user' as const, id }));
const bot = { kind: 'application' as const, id: appId };

/** All bodies the simulator can send for one fixed course, as text. */
function allBodies(choice: OddityChoice): string {
  const oddities = odditiesOf([choice]);
  const failure = { code: 500, subcode: 0, message: 'why' };
  const operation = (count: number, failed: boolean) => ({
    callId,
    operationId: guid(1),
    strangeId: guid(2),
    clientContext: 'c-1',
    status: failed ? ('failed' as const) : ('completed' as const),
    resultInfo: failed ? failure : null,
    people: people.slice(0, count),
    tenantId,
  });
  const answer = (count: number) => ({
    ...operation(count, false),
    status: 'running' as const,
    participants: people.slice(0, count).map((person, index) => ({
      person,
      replacesCallId: guid(3),
      sourceParticipantId: null,
      participantId: guid(4 + index),
    })),
    createdAt: new Date(0),
  });
  const entries = [bot, ...people].map((person, index) => ({
    participantId: guid(4 + index),
    person,
    inLobby: false,
    hidden: false,
    invited: index > 0,
    sourceId: index + 1,
  }));
  const delta = { sequenceNumber: 1, changed: entries, removed: [] };
  const end = { callId, resultInfo: failure };
  const items = [
    operationItem(operation(1, false), oddities),
    operationItem(operation(1, true), oddities),
    operationItem(operation(2, false), oddities),
    rosterItem({ callId, tenantId, entries, delta }, oddities),
    callItem(callId, 'established', oddities),
    callEndItem('terminated', end, oddities),
    callEndItem('deleted', end, oddities),
  ];
  const callbackUri = 'https://bot.example';
  const call = { callId, tenantId, appId, oddities, kind: 'group' as const };
  return [
    JSON.stringify([1, 2].map((count) => inviteAnswerBody(answer(count), oddities))),
    JSON.stringify(callBody({ ...call, callbackUri, chainId: guid(9) })),
    ...items.map((item) =>
      item === null ? 'nothing' : notificationText({ items: [item], oddities, callbackUri }),
    ),
  ].join('\n');
}

/** These change which requests are made or answered, not the bodies; tested below or with the deliveries. */
const ofCourse: readonly Oddity[] = [
  'originalRosterOnly',
  'noOriginalRoster',
  'foreignOperation',
  'answer202',
  'answerWithoutLocation',
  'emptyDelivery',
  'batch',
];

test.each(oddityNames.filter((name) => !ofCourse.includes(name)))('%s changes a body', (name) => {
  expect(allBodies({ oddities: [name] })).not.toBe(allBodies({}));
});

test('each variant differs from the others', () => {
  const texts = variantNames.map((variant) => allBodies({ variant }));
  expect(new Set(texts).size).toBe(variantNames.length);
});

test('oddities of a call and of a script add up', () => {
  const both = odditiesOf([{ variant: '2021' }, { oddities: ['etags'] }]);
  expect(both.has('rosterIdNull') && both.has('etags')).toBe(true);
});

describe('the course of a replace', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(async () => {
    await stage.close();
  });

  const replace = async (oddities: readonly Oddity[], count: number) => {
    const { simulator, receiver } = stage;
    const callbackUri = receiver.url;
    const original = simulator.createCall({ kind: 'peerToPeer', callbackUri });
    const target = simulator.createCall({ kind: 'group', callbackUri });
    const from = receiver.items().length;
    simulator.script({ inviteeId: ada, times: 1, oddities, oneByOne: true });
    const body = inviting('r', [ada], { replacesCallId: original.callId });
    const answer = await invite(simulator, target.callId, body);
    await eventually(() => receiver.items().length === from + count);
    const items = receiver.items().slice(from);
    const rosters = items.filter((item) => kindOf(item) === 'roster');
    return {
      answer,
      kinds: items.map(kindOf),
      rostersOf: rosters.map((item) =>
        item.resource?.includes(target.callId) ? 'target' : 'original',
      ),
    };
  };

  test('normally has a roster on both calls', async () => {
    const { rostersOf, answer } = await replace([], 5);
    expect(rostersOf).toEqual(['target', 'original']);
    expect(answer.status).toBe(200);
  });

  test('can have one on either alone', async () => {
    expect((await replace(['originalRosterOnly'], 4)).rostersOf).toEqual(['original']);
    expect((await replace(['noOriginalRoster'], 4)).rostersOf).toEqual(['target']);
  });

  test('can begin with 202 without Location and end with one notification', async () => {
    const oddities = ['answer202', 'answerWithoutLocation', 'deletedOnly'] as const;
    const { answer, kinds } = await replace(oddities, 4);
    expect(answer.status).toBe(202);
    expect(answer.headers.has('location')).toBe(false);
    expect(kinds.at(-1)).toBe('call deleted -');
  });

  test('has upper-case ids without dashes within one exchange in the form of 2019', async () => {
    const { simulator, receiver } = stage;
    const call = { kind: 'group' as const, callbackUri: receiver.url, variant: '2019' as const };
    const { callId: target } = simulator.createCall(call);
    const from = receiver.items().length;
    const answer = await invite(simulator, target, inviting('y', [bob]));
    await eventually(() => receiver.items().length === from + 2);
    expect(answer.headers.get('location')).toContain(target);
    const written = target.replaceAll('-', '').toUpperCase();
    expect(receiver.items().at(-1)?.resource).toBe(`/app/calls/${written}/participants`);
  });
});
