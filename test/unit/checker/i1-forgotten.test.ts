import { describe, expect, test } from 'vitest';
import { violationsOf, type Evidence } from '../../checker/index.ts';
import { failure, result, withInvite, withRun } from './evidence-parts.ts';
import { at } from './ledger-facts.ts';
import { canceled, declined, joined, reposted } from './stories.ts';

const ofI1 = (evidence: Evidence) =>
  violationsOf(evidence)
    .filter(({ invariant }) => invariant === 'I1')
    .map(({ what }) => what);

describe('an invite is forgotten (I1)', () => {
  test('when Temporal knows no such workflow', () => {
    expect(ofI1(withInvite(joined(), { runs: [], newestRunId: null }))).toEqual([
      expect.stringContaining('Temporal knows no such workflow'),
    ]);
  });

  test('when it is still running', () => {
    const running = withRun(joined(), { close: { kind: 'running' }, closedAt: null });
    expect(ofI1(running)).toContain('is still running after all was quiet.');
  });

  test.each(['terminated', 'timedOut'] as const)('when it ended as %s', (kind) => {
    expect(ofI1(withRun(joined(), { close: { kind } }))).toContain(
      `ended as ${kind}, which is no result.`,
    );
  });

  test('when it failed with a type that is none of ours', () => {
    const close = { ...failure('InviteFailed', 'never'), type: 'TypeError' };
    expect(ofI1(withRun(joined(), { close }))).toContainEqual(
      expect.stringContaining('TypeError, which is none of ours'),
    );
  });

  test('when it took longer than its deadlines and half a minute', () => {
    const late = withRun(joined(), { closedAt: at(6_000 + 30_001) });
    expect(ofI1(late)).toEqual([expect.stringMatching(/took 36001 ms.* allow 36000/)]);
  });

  test('not when an outage explains the delay', () => {
    const late = withRun(joined(), { closedAt: at(36_001) });
    expect(ofI1({ ...late, outageMs: 1 })).toEqual([]);
  });

  test('not when a second POST was allowed and took its time', () => {
    const closedAt = at(9_000 + 50_000);
    expect(ofI1(withRun(reposted(), { closedAt }))).toEqual([]);
    expect(ofI1(withRun(reposted(), { closedAt: closedAt + 1 }))).toHaveLength(1);
  });
});

describe('the runs of an invite are no single chain (I1)', () => {
  const twoRuns = (second: object) => {
    const evidence = joined();
    const invites = evidence.invites.map((invite) => ({
      ...invite,
      newestRunId: 'run-2',
      runs: invite.runs.flatMap((run) => [
        { ...run, close: { kind: 'continuedAsNew' as const }, signals: [], activities: [] },
        { ...run, runId: 'run-2', continues: 'run-1', startedAt: at(60), ...second },
      ]),
    }));
    return { ...evidence, invites };
  };

  test('not when one continues the other', () => {
    expect(violationsOf(twoRuns({}))).toEqual([]);
  });

  test('when the second does not continue the first', () => {
    expect(ofI1(twoRuns({ continues: 'another' }))).toEqual([
      'run run-1 is followed by run-2, but ended as continuedAsNew.',
    ]);
  });

  test('when a newer run has the same workflow id', () => {
    expect(ofI1(withInvite(joined(), { newestRunId: 'run-9' }))).toEqual([
      expect.stringContaining('a second chain'),
    ]);
  });
});

describe('the caller was told something else than the history says (I1)', () => {
  test.each([
    ['nothing at all', { kind: 'nothing', error: 'no answer' }, 'was told nothing (no answer)'],
    ['another outcome', { kind: 'canceled' }, 'saw canceled; the history ends as completed'],
    ['another result', { kind: 'joined', result: result({ operationId: null }) }, 'another result'],
  ] as const)('%s', (_name, callerSaw, what) => {
    expect(ofI1(withInvite(joined(), { callerSaw }))).toEqual([expect.stringContaining(what)]);
  });

  test('another type, or other details', () => {
    const other = { kind: 'failed', type: 'InviteBusy', details: {} } as const;
    expect(ofI1(withInvite(declined(), { callerSaw: other }))).toEqual([
      expect.stringContaining('saw InviteBusy'),
    ]);
    const empty = { kind: 'failed', type: 'InviteDeclined', details: {} } as const;
    expect(ofI1(withInvite(declined(), { callerSaw: empty }))).toEqual([
      expect.stringContaining('other details'),
    ]);
  });

  test('and so were lists', () => {
    expect(ofI1(withInvite(joined(), { recordedOutcome: null }))).toEqual([
      'ended as joined, but GraphInviteOutcome is not set.',
    ]);
  });

  test('a revoke that was confirmed, and was not', () => {
    const callerSaw = { kind: 'canceled', revokeConfirmed: false } as const;
    expect(ofI1(withInvite(canceled(), { callerSaw }))).toEqual([
      expect.stringContaining('saw revokeConfirmed false'),
    ]);
  });
});
