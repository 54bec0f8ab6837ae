import { describe, expect, test } from 'vitest';
import { violationsOf, type Evidence, type RunActivity } from '../../checker/index.ts';
import { activity, failedActivity, withInvite, withLedger, withRun } from './evidence-parts.ts';
import { callId, deadlines, facts, inviteId, ledgerOf } from './ledger-facts.ts';
import { joined, reposted } from './stories.ts';

const ofI4 = (evidence: Evidence) =>
  violationsOf(evidence)
    .filter(({ invariant }) => invariant === 'I4')
    .map(({ what }) => what);

const posts = (evidence: Evidence, ...activities: readonly RunActivity[]) =>
  ofI4(withRun(evidence, { activities }));
const unclear = (from: number, to: number) =>
  failedActivity('postInvite', from, to, 'GraphUnclear');

describe('somebody is rung twice (I4)', () => {
  test('when Graph executed two POSTs', () => {
    const twice = withLedger(joined(), ...ledgerOf([60, facts.postReceived()], [60, facts.rang()]));
    expect(ofI4(twice)).toEqual([
      expect.stringMatching(/executed 2 POSTs .* onUnknownOutcome fail allows 1/),
      expect.stringContaining('rung 2 times'),
    ]);
  });

  test('not when one of the two was not executed', () => {
    const refused = withLedger(joined(), ...ledgerOf([15, facts.postReceived(false)]));
    expect(ofI4(refused)).toEqual([]);
  });

  test('when Graph executed three with repostOnce', () => {
    const thrice = withLedger(reposted(), ...ledgerOf([1_150, facts.postReceived()]));
    expect(ofI4(thrice)).toEqual([expect.stringContaining('repostOnce allows 2')]);
  });

  test('when a POST follows an unclear one, whether or not it was executed', () => {
    const again = activity('postInvite', 2_000, 2_100);
    expect(posts(joined(), unclear(10, 50), again)).toEqual([
      expect.stringContaining('after 1 unclear POSTs'),
    ]);
  });

  test('when a POST follows one that a lost worker left open', () => {
    const lost = {
      ...unclear(10, 50),
      how: 'timedOut',
      failureType: 'TIMEOUT_TYPE_START_TO_CLOSE',
    };
    expect(posts(joined(), lost as RunActivity, activity('postInvite', 60, 90))).toHaveLength(1);
    const untaken = { ...lost, failureType: 'TIMEOUT_TYPE_SCHEDULE_TO_START' };
    expect(posts(joined(), untaken as RunActivity, activity('postInvite', 60, 90))).toEqual([]);
  });

  test('when Temporal repeated a POST by itself', () => {
    expect(posts(joined(), { ...activity('postInvite', 10, 50), attempt: 2 })).toEqual([
      expect.stringContaining('posted 2 times in the activity'),
    ]);
  });

  test('when a POST follows one that Graph took', () => {
    const [first, second] = [activity('postInvite', 10, 50), activity('postInvite', 60, 90)];
    expect(posts(joined(), first, second)).toEqual([
      expect.stringContaining('after Graph had taken a POST'),
    ]);
  });

  test.each(['GraphNotSent', 'GraphThrottled'])('not when a POST follows %s', (type) => {
    const unsent = failedActivity('postInvite', 10, 50, type);
    expect(posts(joined(), unsent, activity('postInvite', 60, 90))).toEqual([]);
  });

  test('when repostOnce does not wait for evidence', () => {
    expect(posts(reposted(), unclear(10, 50), activity('postInvite', 900, 950))).toEqual([
      expect.stringContaining('before the 1000 ms for evidence were over'),
    ]);
  });

  test('when repostOnce posts after a second unclear POST', () => {
    const third = activity('postInvite', 3_000, 3_050);
    expect(posts(reposted(), unclear(10, 50), unclear(1_100, 1_150), third)).toEqual([
      expect.stringContaining('after 2 unclear POSTs'),
    ]);
  });

  test('when the policy of the two POSTs was fail', () => {
    const request = { callId, participants: [{ identity: { user: { id: inviteId } } }], deadlines };
    expect(ofI4(withInvite(reposted(), { request }))).toEqual(
      [
        expect.stringContaining('executed 2 POSTs'),
        expect.stringContaining('rung 2 times'),
        expect.stringContaining('posted again'),
      ].sort(),
    );
  });
});
