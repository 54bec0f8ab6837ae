import { expect, test } from 'vitest';
import {
  describeSummary,
  describeViolations,
  summaryOf,
  violationsOf,
  type Evidence,
} from '../../checker/index.ts';
import { withInvite, withLedger } from './evidence-parts.ts';
import { facts, ledgerOf } from './ledger-facts.ts';
import { joined, unknown } from './stories.ts';

test('a summary counts what a run was made of', () => {
  const more = ledgerOf(
    [105, facts.delivered('completion', 202)],
    [190, facts.delivered('deleted', null)],
    [300, facts.delivered('completion', 202, { deliveryId: 'late' })],
    [310, facts.dropped('roster')],
    [320, facts.rosterRead(true)],
    [330, facts.revoked(404, 'nobody')],
  );
  expect(summaryOf(withLedger(joined(), ...more))).toEqual({
    invites: 1,
    outcomes: { joined: 1 },
    callersSaw: { joined: 1 },
    continuedRuns: 0,
    posts: { received: 1, executed: 1, answered: { 200: 1 }, executedPerInvite: { 1: 1 } },
    operations: { completed: 1 },
    reads: { 'roster 200': 1 },
    revokes: { 'nobody 404': 1 },
    deliveries: {
      attempts: { 202: 4, ECONNRESET: 1 },
      acceptedAbout: { completion: 3, roster: 1 },
      duplicated: 1,
      givenUp: 0,
      late: 1,
      redelivered: 0,
      lost: 1,
      dropped: 1,
    },
    taskFailures: {},
  });
});

test('a summary is readable line by line', () => {
  const lines = describeSummary(summaryOf(unknown())).split('\n');
  expect(lines).toContain('outcomes: {InviteOutcomeUnknown:1}');
  expect(lines).toContain('operations: {completed:1}');
});

test('an invite without an end is counted as none', () => {
  expect(summaryOf(withInvite(joined(), { runs: [] })).outcomes).toEqual({ none: 1 });
});

test('violations are grouped by invariant and name the invite', () => {
  const evidence: Evidence = {
    ...withInvite(joined(), { runs: [], newestRunId: null }),
    processes: [{ name: 'worker-1', stoppedBy: 'SIGTERM', exit: 3, output: '' }],
  };
  expect(describeViolations(violationsOf(evidence))).toBe(
    [
      'I1, an invite is forgotten (1):',
      '  invite invite-1: was accepted, but Temporal knows no such workflow.',
      'I5, something rots inside (1):',
      '  worker-1 was stopped by SIGTERM and ended with 3.',
    ].join('\n'),
  );
});
