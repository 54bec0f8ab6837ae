import { describe, expect, test } from 'vitest';
import type { LedgerFact } from '../../../simulator/index.ts';
import type { Evidence, RunActivity } from '../../checker/index.ts';
import {
  activity,
  failedActivity,
  rosterSignal,
  signal,
  withLedger,
  withRun,
} from './evidence-parts.ts';
import { expectWrong, ofI3, without } from './i3-expectations.ts';
import { adaKey, at, facts, ledgerOf, originalCallId } from './ledger-facts.ts';
import * as stories from './stories.ts';

describe('InviteOutcomeUnknown is wrong (I3)', () => {
  type Read = readonly [number, LedgerFact];
  const last = (evidence: Evidence, ...entries: readonly Read[]) =>
    withLedger(without(evidence, 'readAnswered'), ...ledgerOf(...entries));

  test.each(['operationCompleted', 'operationFailed', 'callTerminated'])(
    'when %s was stored',
    (name) => {
      const signals = [signal(5, 95, name)];
      expectWrong(withRun(stories.unknown(), { signals }), `its history holds ${name}`);
    },
  );

  test('when Graph showed everyone', () => {
    const shown = last(stories.unknown(), [2_120, facts.rosterRead(true)]);
    expectWrong(shown, 'Graph showed everyone in the roster');
  });

  test('not when only one of several answers showed them, which another invite may have got', () => {
    const both = last(
      stories.unknown(),
      [2_120, facts.rosterRead(true)],
      [2_121, facts.rosterRead(false)],
    );
    expect(ofI3(both)).toEqual([]);
  });

  test('not when the answer did not come through', () => {
    const shown = last(stories.unknown(), [2_120, facts.rosterRead(true)]);
    const cut = failedActivity('readRoster', 2_110, 2_130, 'GraphUnclear');
    const posting = activity('postInvite', 10, 50, { status: 'running' });
    expect(ofI3(withRun(shown, { activities: [posting, cut] }))).toEqual([]);
  });

  test('when Graph said that the call is gone', () => {
    expectWrong(
      last(stories.unknown(), [2_140, facts.callRead(404)]),
      'Graph said the call is gone',
    );
  });

  test('not when Graph said so of another call, of an earlier reading, or to one of several', () => {
    const gone = last(stories.unknown(), [2_140, facts.callRead(404)]);
    const asked = (...more: readonly RunActivity[]) =>
      withRun(gone, { activities: [posting('running'), reading, ...more] });
    const first = activity('readCall', 2_131, 2_150, { ended: false });
    expectWrong(asked(first), 'Graph said the call is gone');
    expect(ofI3(asked({ ...first, callId: 'another' }))).toEqual([]);
    const failed = failedActivity('readCall', 2_160, 2_170, 'GraphUnclear');
    expect(ofI3(asked(first, failed))).toEqual([]);
    const both = withLedger(gone, ...ledgerOf([2_141, facts.callRead(200)]));
    expect(ofI3(both)).toEqual([]);
  });

  const posting = (status: string) => activity('postInvite', 10, 50, { status });
  const reading = activity('readRoster', 2_110, 2_130, { size: 0 });

  test('when the answer of the POST, or of the operation, was final', () => {
    expectWrong(
      withRun(stories.unknown(), { activities: [posting('completed'), reading] }),
      'the answer to its POST was final',
    );
    const operation = activity('readOperation', 2_151, 2_160, { status: 'failed' });
    expectWrong(
      withRun(stories.unknown(), { activities: [posting('running'), reading, operation] }),
      'Graph said how the operation had ended',
    );
  });

  test('when the history holds an answer that settles it, whatever else was sent meanwhile', () => {
    const there = { size: 1, participants: [{ key: adaKey, inLobby: false }], callEnded: false };
    const told = (result: unknown) =>
      withRun(stories.unknown(), {
        activities: [posting('running'), activity('readRoster', 2_110, 2_130, result)],
      });
    expectWrong(told(there), 'Graph showed everyone in the roster');
    expectWrong(told({ size: 0, callEnded: true }), 'Graph said the call is gone');
  });

  test('when a cancel had been asked for', () => {
    const cancelRequested = { at: at(100), position: 9 };
    expectWrong(withRun(stories.unknown(), { cancelRequested }), 'a cancel had been asked for');
  });

  test('when Graph was not asked, or nothing was sent', () => {
    expectWrong(
      withRun(stories.unknown(), { activities: [posting('running')] }),
      'Graph was not asked',
    );
    const unsent = failedActivity('postInvite', 10, 50, 'GraphNotSent');
    expectWrong(
      withRun(stories.unknown(), { activities: [unsent, reading] }),
      'each of its POSTs was provably not executed',
    );
  });
});

describe('RosterUnconfirmed is wrong (I3)', () => {
  test('when nothing completed', () => {
    expectWrong(without(stories.rosterUnconfirmed(), 'operationEnded'), 'no completed operation');
  });

  test('when a roster with everyone was stored or read', () => {
    const signals = [signal(5, 95, 'operationCompleted'), rosterSignal(6, 105)];
    expectWrong(withRun(stories.rosterUnconfirmed(), { signals }), 'rosters with everyone awaited');
    const shown = without(stories.rosterUnconfirmed(), 'readAnswered');
    expectWrong(
      withLedger(shown, ...ledgerOf([1_120, facts.rosterRead(true)])),
      'Graph showed everyone awaited when it was asked last',
    );
  });

  test('when Graph was not asked, or said that the call is gone', () => {
    expectWrong(withRun(stories.rosterUnconfirmed(), { activities: [] }), 'Graph was not asked');
    const gone = without(stories.rosterUnconfirmed(), 'readAnswered');
    expectWrong(
      withLedger(gone, ...ledgerOf([1_120, facts.rosterRead(false)], [1_140, facts.callRead(404)])),
      'the call had ended, and it was told so',
    );
  });
});

describe('OriginalCallNotTerminated is wrong (I3)', () => {
  test('when the end was stored or read', () => {
    const end = signal(7, 118, 'originalCallTerminated', { callId: originalCallId });
    const signals = [signal(5, 95, 'operationCompleted'), rosterSignal(6, 105), end];
    expectWrong(withRun(stories.originalStays(), { signals }), 'holds originalCallTerminated');
    const gone = without(stories.originalStays(), 'readAnswered');
    expectWrong(
      withLedger(gone, ...ledgerOf([1_120, facts.callRead(404, originalCallId)])),
      'Graph said the call is gone',
    );
  });

  test('when Graph was not asked about that call, or nobody joined', () => {
    const elsewhere = [activity('readCall', 1_110, 1_130, { ended: false })];
    expectWrong(withRun(stories.originalStays(), { activities: elsewhere }), 'Graph was not asked');
    const nobody = without(stories.originalStays(), 'personJoined', 'deliveryAttempted');
    expectWrong(nobody, 'never has person 1 in the call');
  });
});
