/** The checker on real histories and a real ledger: silent about a good run, and not about a falsified one. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import type { Answer, CallInput, LedgerEntry, Script } from '../../simulator/index.ts';
import {
  awaitCaller,
  describeViolations,
  gatherInvite,
  gatherRegister,
  summaryOf,
  violationsOf,
  type Evidence,
  type InviteEvidence,
} from '../checker/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

const displayName = 'Canary Person';
const phone = '+15550100321';
const deadlines = {
  operationMs: 4_000,
  rosterMs: 1_500,
  teardownMs: 1_500,
  reconcileMs: 3_000,
  unknownMs: 1_000,
};
const doubledAndOutOfOrder = { deliveries: { duplicate: 0.5, reorder: 0.5 } };
const allLost = { deliveries: { drop: 1 } };

let cloud: Cloud;
let evidence: Evidence;

beforeAll(async () => {
  cloud = await startCloud();
  const invites = await Promise.all(scenes().map(play));
  const registers = await Promise.all(
    invites.map(({ request }) => gatherRegister(cloud.client, request.callId)),
  );
  evidence = {
    ledger: cloud.simulator.ledger(),
    invites,
    registers,
    canaries: [displayName, phone],
    secrets: ['test-token'],
    texts: [{ where: 'the log of the webhooks', text: cloud.log.join('') }],
  };
});
afterAll(async () => {
  await cloud.close();
});

type Person = InviteRequest['participants'][number];

interface Scene {
  readonly outcome: string;
  readonly people?: readonly Person[];
  readonly request?: Partial<InviteRequest>;
  readonly script?: Script;
  readonly call?: Partial<CallInput>;
  readonly meanwhile?: (invite: InviteHandle) => Promise<unknown>;
}

const person = () => ({ identity: { user: { id: randomUUID(), displayName } } });
const newCall = (more: Partial<CallInput> = {}) =>
  cloud.simulator.createCall({
    kind: 'group',
    callbackUri: cloud.callbackUri,
    participants: [person()],
    faults: doubledAndOutOfOrder,
    ...more,
  }).callId;
const answering = (outcome: string, answer: Answer, more: Partial<Script> = {}): Scene => ({
  outcome,
  script: { answer, ...more },
});

/** Somebody whose peer-to-peer call is replaced. */
function replacing(): Person {
  const someone = person();
  const replacesCallId = newCall({ kind: 'peerToPeer', participants: [someone] });
  return { ...someone, replacesCallId };
}

const rings = (invite: InviteHandle) =>
  until(
    () =>
      cloud.simulator
        .ledger()
        .some((entry) => entry.type === 'postAnswered' && entry.clientContext === invite.inviteId),
    'the POST is answered',
  );
const cancelWhileItRings = async (invite: InviteHandle) => {
  await rings(invite);
  await invite.cancel();
};

function scenes(): readonly Scene[] {
  const never: Answer = { kind: 'never' };
  return [
    { outcome: 'joined' },
    { outcome: 'joined', people: [person(), person(), person()] },
    { outcome: 'joined', people: [{ identity: { phone: { id: phone, displayName } } }] },
    { outcome: 'joined', people: [replacing()] },
    answering('joined', { kind: 'completedInAnswer' }),
    { outcome: 'joined', call: { faults: allLost } },
    {
      ...answering('joined', { kind: 'lobby', admitAfterMs: 400 }),
      request: { confirmRoster: true },
    },
    answering('InviteDeclined', { kind: 'decline' }),
    answering('InviteBusy', { kind: 'failedInAnswer', code: 486, subcode: 560486 }),
    answering('InviteRejected', { kind: 'httpStatus', status: 403, code: '7504' }),
    answering('InviteThrottled', { kind: 'httpStatus', status: 429, retryAfter: '600' }),
    answering('RosterUnconfirmed', { kind: 'rosterNever' }),
    answering('InviteOutcomeUnknown', never),
    {
      ...answering('OriginalCallNotTerminated', { kind: 'teardownNever' }),
      people: [replacing()],
    },
    {
      ...answering('InviteNoAnswer', never, { oddities: ['participantIdInAnswer'] }),
      request: { deadlines: { ...deadlines, ringMs: 500 } },
    },
    {
      ...answering('joined', { kind: 'answer' }, { postFault: 'cutRequest', times: 1 }),
      request: { onUnknownOutcome: 'repostOnce' },
    },
    {
      ...answering('canceled', never, { oddities: ['participantIdInAnswer'] }),
      meanwhile: cancelWhileItRings,
    },
    { ...answering('canceledUnconfirmed', never), meanwhile: cancelWhileItRings },
    {
      ...answering('CallEnded', never),
      meanwhile: async (invite) => {
        await rings(invite);
        const status = await invite.status();
        cloud.simulator.endCall(status.callId ?? '');
      },
    },
  ];
}

async function play(scene: Scene): Promise<InviteEvidence> {
  const { outcome, people = [person()], request = {}, script, call, meanwhile } = scene;
  // The outcome is part of the id, so that a violation says which scene it was.
  const inviteId = `${outcome}.${randomUUID()}`;
  const started = { callId: newCall(call), participants: [...people], deadlines, ...request };
  if (script) cloud.simulator.script({ clientContext: inviteId, ...script });
  const invite = await cloud.invites.start({ inviteId, ...started });
  const [callerSaw] = await Promise.all([awaitCaller(invite), meanwhile?.(invite)]);
  return gatherInvite(cloud.client, { inviteId, request: started, callerSaw });
}

const without = (from: Evidence, change: (invite: InviteEvidence) => InviteEvidence): Evidence => ({
  ...from,
  invites: from.invites.map(change),
});
const broken = (falsified: Evidence) => [
  ...new Set(violationsOf(falsified).map(({ invariant }) => invariant)),
];

test('nothing is wrong with a run through every outcome, its notifications lost, doubled and out of order', () => {
  expect(describeViolations(violationsOf(evidence))).toBe('Every invariant holds.');
});

test('every scene ended as it was to end', () => {
  const ends = evidence.invites.map(({ inviteId, recordedOutcome }) => [
    inviteId.split('.')[0],
    recordedOutcome,
  ]);
  expect(ends.filter(([expected, outcome]) => expected !== outcome)).toEqual([]);
});

test('the faults were there', () => {
  const { deliveries } = summaryOf(evidence);
  expect(deliveries.duplicated).toBeGreaterThan(0);
  expect(deliveries.dropped).toBeGreaterThan(0);
});

test('an invite and a register that Temporal does not know leave nothing behind', async () => {
  const inviteId = randomUUID();
  const request = { callId: randomUUID(), participants: [person()] };
  const callerSaw = { kind: 'nothing', error: 'no such invite' } as const;
  const invite = await gatherInvite(cloud.client, { inviteId, request, callerSaw });
  expect(invite).toMatchObject({ runs: [], newestRunId: null, recordedOutcome: null });
  expect((await gatherRegister(cloud.client, request.callId)).texts).toEqual([]);
  expect(broken({ ledger: evidence.ledger, invites: [invite] })).toEqual(['I1']);
});

test('a signal that is dropped from a history is missed', () => {
  const deaf = without(evidence, (invite) => ({
    ...invite,
    runs: invite.runs.map((run) => ({ ...run, signals: [] })),
  }));
  expect(broken(deaf)).toContain('I2');
});

test('a POST that is added to the ledger is noticed', () => {
  const post = evidence.ledger.find((entry) => entry.type === 'postReceived' && entry.executed);
  if (!post) throw new Error('Nobody posted.');
  const again: LedgerEntry = { ...post, seq: evidence.ledger.length + 1 };
  expect(broken({ ...evidence, ledger: [...evidence.ledger, again] })).toContain('I4');
});

test('a ledger without its people, or of another run, fits no result', () => {
  const empty = evidence.ledger.filter(({ type }) => type === 'callCreated');
  expect(broken({ ...evidence, ledger: empty })).toContain('I3');
});

test('results that are mixed up among callers are noticed', () => {
  const [first] = evidence.invites;
  const mixed = without(evidence, (invite) => ({
    ...invite,
    callerSaw: first?.callerSaw ?? invite.callerSaw,
  }));
  expect(broken(mixed)).toContain('I1');
});

test('a name in a log is noticed', () => {
  const texts = [{ where: 'a log', text: `rang ${displayName}` }];
  expect(broken({ ...evidence, texts })).toEqual(['I6']);
});
