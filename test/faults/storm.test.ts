/** Row 30: a call whose roster changes all the time, with many invites waiting on it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awaitCaller, describeViolations, gatherInvite, violationsOf } from '../checker/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const waiting = 50;
const updates = 500;
const deadlines = { operationMs: 120_000, rosterMs: 120_000, reconcileMs: 10_000 };

test(`row 30: ${updates} rosters on a call with ${waiting} invites, five of them in the lobby, lose nobody`, async () => {
  const { simulator, callbackUri, invites, client } = cloud;
  const { callId } = simulator.createCall({ kind: 'group', callbackUri });
  const people = Array.from({ length: waiting }, () => ({
    inviteId: randomUUID(),
    request: { callId, participants: [{ identity: { user: { id: randomUUID() } } }], deadlines },
  }));
  for (const [index, { inviteId }] of people.entries()) {
    const lobby = { kind: 'lobby', afterMs: 100, admitAfterMs: 45_000 } as const;
    const answer = index < 5 ? lobby : ({ kind: 'answer', afterMs: 40_000 } as const);
    simulator.script({ clientContext: inviteId, answer });
  }
  const handles = await Promise.all(
    people.map(({ inviteId, request }) => invites.start({ inviteId, ...request })),
  );
  const rang = () => simulator.ledger().filter(({ type }) => type === 'rang').length;
  await until(() => rang() === waiting, 'everybody rings', 60_000);
  for (let sent = 0; sent < updates; sent += 1) simulator.sendRoster(callId);
  const evidence = await Promise.all(
    people.map(async (known, index) => {
      const handle = handles[index];
      if (!handle) throw new Error('Each invite has a handle.');
      return gatherInvite(client, { ...known, callerSaw: await awaitCaller(handle) });
    }),
  );
  expect(evidence.map(({ recordedOutcome }) => recordedOutcome)).toEqual(
    people.map(() => 'joined'),
  );
  const violations = violationsOf({ ledger: simulator.ledger(), invites: evidence });
  expect(violations, describeViolations(violations)).toEqual([]);
  // Who is in the lobby is in each roster, and told of it once in ten seconds (webhooks/without-repeats.ts).
  const signals = evidence.flatMap(({ runs }) => runs.map((run) => run.signals.length));
  expect(Math.max(...signals)).toBeLessThan(60);
}, 240_000);
