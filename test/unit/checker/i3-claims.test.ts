import { describe, expect, test } from 'vitest';
import {
  failedActivity,
  failure,
  rosterSignal,
  signal,
  withInvite,
  withLedger,
  withRun,
} from './evidence-parts.ts';
import { expectWrong, ofI3, told, without } from './i3-expectations.ts';
import { ada, callId, facts, ledgerOf } from './ledger-facts.ts';
import * as stories from './stories.ts';

describe('a cancellation is wrong (I3)', () => {
  test('when nobody had asked for it', () => {
    expectWrong(withRun(stories.canceled(), { cancelRequested: null }), 'nobody had asked for it');
  });

  test('when the end of the operation had been stored before', () => {
    const signals = [signal(3, 95, 'operationCompleted')];
    expectWrong(withRun(stories.canceled(), { signals }), 'operationCompleted was stored before');
    const after = [signal(5, 95, 'operationCompleted')];
    expect(ofI3(withRun(stories.canceled(), { signals: after }))).toEqual([]);
  });

  test('when somebody is left ringing, or stays in the call', () => {
    const evidence = without(stories.canceled(), 'revoked');
    expectWrong(evidence, 'was left ringing');
    expectWrong(
      withLedger(evidence, ...ledgerOf([90, facts.personJoined()])),
      'came and was not removed',
    );
    const over = withLedger(evidence, ...ledgerOf([90, facts.operationEnded('failed', 487, 0)]));
    expect(ofI3(over)).toEqual([]);
  });

  test('and the message says how it was recorded', () => {
    const evidence = withRun(stories.canceledUnconfirmed(), { cancelRequested: null });
    expectWrong(evidence, 'ended as canceledUnconfirmed, but nobody had asked for it');
  });

  test('when it is called unconfirmed and was confirmed, or nothing was sent', () => {
    const recordedOutcome = 'canceledUnconfirmed';
    expectWrong(withInvite(stories.canceled(), { recordedOutcome }), 'confirmed every removal');
    const unsent = failedActivity('postInvite', 10, 50, 'GraphNotSent');
    expectWrong(
      withRun(stories.canceledUnconfirmed(), { activities: [unsent] }),
      'nothing had been sent',
    );
  });
});

describe('what a result says besides is wrong (I3)', () => {
  const participant = {
    identity: { user: { id: ada } },
    participantId: null,
    rosterConfirmed: true,
  };

  test.each([
    ['another invite', { inviteId: 'another' }, 'inviteId is told wrong'],
    ['another call', { callId: 'another' }, 'callId is told wrong'],
    ['another scenario', { scenario: 'move' }, 'scenario is told wrong'],
    ['nobody', { participants: [] }, 'it tells of other people'],
    [
      'somebody else',
      { participants: [{ ...participant, identity: { user: { id: 'other' } } }] },
      'identity 1 is told wrong',
    ],
    [
      'a source that was not asked',
      {
        confirmedBy: { completion: 'response', roster: 'reconciliation', teardown: 'notRequired' },
      },
      'confirmedBy.roster is reconciliation, and is not so',
    ],
  ])('%s', (_name, more, what) => {
    expectWrong(told(stories.joined(), more), what);
  });

  test('a completion by notification that never came', () => {
    const evidence = withRun(stories.joined(), { signals: [rosterSignal(6, 105)] });
    expectWrong(evidence, 'confirmedBy.completion is notification');
  });

  test('ids of another invite or person', () => {
    const others = { clientContext: 'another', operationId: 'op-9', participantId: 'p-9' };
    const evidence = withLedger(
      stories.joined(),
      ...ledgerOf([30, facts.rang({ ...others, person: 'user:other' })]),
    );
    expectWrong(told(evidence, { operationId: 'OP-9' }), 'belongs to another invite');
    const seated = { participants: [{ ...participant, participantId: 'P-9' }] };
    expectWrong(told(evidence, seated), 'participantId of person 1 belongs to somebody else');
  });

  test('a person called rosterConfirmed who was in no roster', () => {
    const claimed = told(stories.rosterUnconfirmed(), { participants: [participant] });
    expectWrong(claimed, 'is called rosterConfirmed and was in no roster');
  });

  test('joined in a failure, or no details at all', () => {
    expectWrong(told(stories.declined(), { joined: true }), 'joined is told wrong');
    const close = { ...failure('InviteDeclined', 'never'), details: 'text' };
    expectWrong(withRun(stories.declined(), { close }), 'cannot be read');
  });

  test('not when facts of another tenant are left out of account', () => {
    const request = {
      callId,
      tenantId: 't-1',
      participants: [{ identity: { user: { id: ada } } }],
    };
    const strange = signal(4, 60, 'operationFailed', { tenantId: 't-2' });
    const signals = [
      strange,
      signal(5, 95, 'operationCompleted', { tenantId: 'T-1' }),
      rosterSignal(6, 105),
    ];
    const evidence = withRun(withInvite(stories.joined(), { request }), { signals });
    expect(ofI3(evidence)).toEqual([]);
  });
});
