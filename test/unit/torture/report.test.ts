import { describe, expect, test } from 'vitest';
import type { LedgerEntry, LedgerFact } from '../../../simulator/index.ts';
import type { InviteEvidence, Violation } from '../../checker/evidence.ts';
import type { Findings } from '../../torture/judge.ts';
import { judge } from '../../torture/judge.ts';
import { planTorture } from '../../torture/plan-torture.ts';
import type { PlannedInvite } from '../../torture/plan.ts';
import { reportText } from '../../torture/report-text.ts';
import { reportOf } from '../../torture/report.ts';

const plan = planTorture({ seed: 1, invites: 3, faults: [], kills: 0 });
const [first, second, third] = plan.calls.flatMap(({ invites }) => invites) as [
  PlannedInvite,
  PlannedInvite,
  PlannedInvite,
];
const told = { broken: null, kept: null, repeat: 'npm run torture -- --seed 1 --invites 3' };

const post = (inviteId: string, executed: boolean, fault: string | null) => ({
  ...{ type: 'postReceived', postId: 'p', callId: 'c', clientContext: inviteId },
  ...{ bodySha256: '', executed, droppedParticipants: 0, fault },
});
const delivery = { deliveryId: 'd', callId: 'c', about: 'completion', clientContext: null };
const attempt = (deliveryId: string, status: number | null) => ({
  ...{ type: 'deliveryAttempted', ...delivery, deliveryId, attempt: 1, status },
  ...{ error: status === null ? 'ECONNRESET' : null, fault: null },
});
const ledger = [
  post(first.inviteId, true, 'cutResponse'),
  post(first.inviteId, true, null),
  post(second.inviteId, false, 'endsOnPost+cutRequest'),
  { type: 'readAnswered', callId: 'c', what: 'roster', status: 200, fault: 'slow+empty' },
  { type: 'deliveryFaulted', ...delivery, fault: ['late', 'repeat'] },
  attempt('d1', 503),
  attempt('d1', 202),
  attempt('d2', null),
  { type: 'deliveryDropped', ...delivery, deliveryId: 'd3', fault: ['drop'] },
].map((fact, index) => ({
  seq: index + 1,
  at: '2026-01-01T00:00:00.000Z',
  ...fact,
})) as readonly (LedgerFact & LedgerEntry)[];

const findings: Findings = {
  plan,
  evidence: { ledger, outageMs: 1_500, invites: [first, second, third].map(unknown) },
  stories: [
    { planned: first, saw: { kind: 'joined', result: {} } },
    { planned: second, saw: { kind: 'failed', type: 'CallEnded', details: {} } },
    { planned: third, saw: { kind: 'failed', type: 'CallEnded', details: {} } },
  ],
  struck: [
    {
      strike: { lane: 'processes', kind: 'workerKilled', process: 'worker-1', atMs: 1, forMs: 1 },
      ...{ from: 0, to: 1, pid: 7 },
    },
  ],
  failedStarts: 2,
  recoveries: [
    {
      kind: 'workerKilled',
      process: 'worker-1',
      invites: 4,
      slowestMs: 10_100,
      promisedMs: 12_000,
    },
  ],
  durationMs: 65_000,
};

function unknown({ inviteId, request }: PlannedInvite): InviteEvidence {
  const callerSaw = { kind: 'nothing', error: 'not asked' } as const;
  const shown = { recordedOutcome: null, newestRunId: null, shown: '' };
  return { inviteId, request, callerSaw, runs: [], ...shown };
}

const violation: Violation = { invariant: 'I4', inviteId: 'one', what: 'rang twice.' };

describe('the report', () => {
  test('counts outcomes, POSTs, deliveries, faults and strikes', () => {
    expect(reportOf(findings, [], told)).toMatchObject({
      ...{ seed: 1, invites: 3, held: true, durationMs: 65_000, failedStarts: 2 },
      outcomes: { CallEnded: 2, joined: 1 },
      summary: {
        posts: { executedPerInvite: { '2': 1, '0': 2 } },
        deliveries: { attempts: { '503': 1, '202': 1, ECONNRESET: 1 }, redelivered: 1, lost: 1 },
      },
      faults: {
        ...{ cutResponse: 1, endsOnPost: 1, cutRequest: 1, readSlow: 1, emptyRoster: 1 },
        ...{ late: 1, repeat: 1, drop: 1 },
      },
      strikes: { workerKilled: 1 },
    });
  });

  test('of a run in which everything held says so, and names the seed', () => {
    const text = reportText(reportOf(findings, [], told));
    expect(text).toContain('Held with seed 1.');
    expect(text).toContain('went on after    10.1 s (workerKilled worker-1, 4 invites)');
    expect(text.match(/ held$/gm)).toHaveLength(7);
    expect(text).not.toContain('FAILED');
  });

  test('of a failed run says what broke, how to repeat it, and where the evidence is', () => {
    const kept = '.cache/torture/seed-1';
    const report = reportOf(findings, [violation, violation], { ...told, kept });
    expect(report).toMatchObject({ held: false, invariants: { I1: 'held', I4: 2 } });
    const text = reportText(report);
    expect(text).toContain('FAILED with seed 1. Again with:\n  npm run torture -- --seed 1');
    expect(text).toMatch(/I4 {2}nobody is rung twice +BROKEN 2 times/);
    expect(text).toContain('  I4  invite one rang twice.');
    expect(text).toContain(`Plan, ledger and evidence: ${kept}`);
  });

  test('shows the first violations of many', () => {
    const many = Array.from({ length: 50 }, () => violation);
    expect(reportText(reportOf(findings, many, told))).toContain('and 30 more');
  });
});

test('two callers with one key who were told different things break I1', () => {
  const story = { planned: first, saw: { kind: 'joined', result: 1 } } as const;
  const evidence = { ledger: [], invites: [] };
  const alike = { ...story, otherSaw: { kind: 'joined', result: 1 } } as const;
  const unlike = { ...story, otherSaw: { kind: 'canceled' } } as const;
  expect(judge({ ...findings, evidence, stories: [story, alike] })).toEqual([]);
  expect(judge({ ...findings, evidence, stories: [unlike] })).toMatchObject([
    { invariant: 'I1', inviteId: first.inviteId },
  ]);
});
