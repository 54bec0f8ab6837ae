/** Every form in which Graph was seen or said to write (docs/protocol.md 9), over HTTP: none may change an outcome. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oddityNames, type Oddity } from '../../simulator/oddities.ts';
import { variantNames } from '../../simulator/variants.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const soon = { operationMs: 3_000, rosterMs: 3_000, teardownMs: 3_000, reconcileMs: 5_000 };

/** These lose, falsify or hold up the completion itself: Graph has to be asked. */
const completionLost: readonly Oddity[] = [
  'otherClientContext',
  'bareOperation',
  'trailingComma',
  'commentInJson',
  'unbalancedBraces',
  'emptyDelivery',
];

async function replaced(form: {
  oddities?: readonly Oddity[];
  variant?: (typeof variantNames)[number];
}) {
  const { simulator, callbackUri, invites } = cloud;
  const person = { identity: { user: { id: randomUUID() } } };
  const original = simulator.createCall({
    kind: 'peerToPeer',
    callbackUri,
    participants: [person],
    ...form,
  });
  const target = simulator.createCall({ kind: 'group', callbackUri, ...form });
  simulator.script({ inviteeId: person.identity.user.id, ...form });
  const invite = await invites.start({
    callId: target.callId,
    participants: [{ ...person, replacesCallId: original.callId }],
    deadlines: soon,
  });
  return await invite.result();
}

test.each(variantNames)(
  'a replace joins by notifications in the form of the page of %s',
  async (variant) => {
    const result = await replaced({ variant });
    expect(result.confirmedBy).toMatchObject({
      completion: 'notification',
      teardown: 'notification',
    });
  },
);

test.concurrent.each(oddityNames)(
  'a replace joins whatever %s does to the bodies',
  async (oddity) => {
    const { confirmedBy } = await replaced({ oddities: [oddity] });
    const completion = completionLost.includes(oddity) ? 'reconciliation' : 'notification';
    expect(confirmedBy.completion).toBe(completion);
  },
);

test.concurrent.each([
  'subCodeSpelling',
  'codesAsStrings',
  'statusPascalCase',
  'commsOperationType',
  'upperCaseUndashedIds',
] as const)('a failure keeps its meaning with %s', async (oddity) => {
  const { simulator, callbackUri, invites } = cloud;
  const person = { identity: { user: { id: randomUUID() } } };
  const { callId } = simulator.createCall({ kind: 'group', callbackUri });
  simulator.script({
    inviteeId: person.identity.user.id,
    answer: { kind: 'decline', afterMs: 50 },
    oddities: [oddity],
  });
  const invite = await invites.start({ callId, participants: [person], deadlines: soon });
  await expect(invite.result()).rejects.toMatchObject({ type: 'InviteDeclined' });
});
