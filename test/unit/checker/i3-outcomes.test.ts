import { describe, expect, test } from 'vitest';
import type { LedgerFact } from '../../../simulator/index.ts';
import type { Evidence } from '../../checker/index.ts';
import {
  activity,
  failedActivity,
  failure,
  rosterSignal,
  signal,
  withInvite,
  withLedger,
  withoutEntries,
  withRun,
} from './evidence-parts.ts';
import { expectWrong, ofI3, told, without } from './i3-expectations.ts';
import {
  ada,
  adaShown,
  callId,
  deadlines,
  facts,
  ledgerOf,
  originalCallId,
} from './ledger-facts.ts';
import * as stories from './stories.ts';

describe('joined is wrong (I3)', () => {
  test('when no operation completed and nobody came', () => {
    const evidence = without(
      stories.joined(),
      'operationEnded',
      'personJoined',
      'deliveryAttempted',
    );
    expectWrong(evidence, 'no completed operation of it, nor everyone in the roster');
    expectWrong(evidence, 'never has person 1 in the call');
  });

  test('not when the roster alone repairs a lost completion', () => {
    const sources = {
      completion: 'reconciliation',
      roster: 'reconciliation',
      teardown: 'notRequired',
    };
    const evidence = told(without(stories.joined(), 'operationEnded'), { confirmedBy: sources });
    const reading = activity('readRoster', 120, 130, { size: 1 });
    expect(ofI3(withRun(evidence, { signals: [], activities: [reading] }))).toEqual([]);
  });

  test('when somebody awaited came no further than the lobby', () => {
    const lobby = withLedger(
      without(stories.joined(), 'personJoined', 'deliveryAttempted'),
      ...ledgerOf([90, facts.inLobby()]),
    );
    expectWrong(lobby, 'never has person 1 in the call');
  });

  test('not when no roster was asked for', () => {
    const evidence = without(stories.joined(), 'personJoined', 'deliveryAttempted');
    const participants = [{ identity: { user: { id: ada } } }];
    const request = { callId, participants, deadlines, confirmRoster: false };
    const told1 = told(withInvite(evidence, { request }), {
      participants: [
        { identity: { user: { id: ada } }, participantId: null, rosterConfirmed: false },
      ],
      confirmedBy: { completion: 'notification', roster: 'notRequired', teardown: 'notRequired' },
    });
    expect(ofI3(told1)).toEqual([]);
  });

  test('not when only a roster that was read, or a delivery, shows the person', () => {
    const unseated = without(stories.joined(), 'personJoined', 'deliveryAttempted');
    const read = withLedger(unseated, ...ledgerOf([80, facts.rosterRead(true)]));
    expect(ofI3(read)).toEqual([]);
    const told = withLedger(unseated, ...ledgerOf([80, facts.delivered('roster', 503, adaShown)]));
    expect(ofI3(told)).toEqual([]);
  });

  test('when the person is somebody else of the call', () => {
    const other = withLedger(
      without(stories.joined(), 'personJoined', 'deliveryAttempted'),
      ...ledgerOf([90, facts.personJoined({ person: 'user:stranger' })]),
    );
    expectWrong(other, 'never has person 1 in the call');
  });

  test('when the original call of a replace goes on', () => {
    const evidence = withoutEntries(stories.replaced(), ({ type }) => type === 'callEnded');
    expectWrong(evidence, 'no end of the original call');
    expectWrong(evidence, 'originalCall.terminated is true');
  });

  test('not when a hint confirms where the roster has nothing to tell', () => {
    const unseen = without(stories.replaced(), 'personJoined');
    const blind = withoutEntries(unseen, (entry) => 'about' in entry && entry.about === 'roster');
    expectWrong(blind, 'never has person 1 in the call');
    const hint = { callId: originalCallId, participants: [] };
    const hinted = withRun(blind, {
      signals: [
        signal(5, 95, 'operationCompleted'),
        signal(6, 105, 'rosterUpdated', hint),
        signal(7, 118, 'originalCallTerminated', { callId: originalCallId }),
      ],
      activities: [activity('readRoster', 110, 115, { size: 0 })],
    });
    const sources = {
      completion: 'notification',
      roster: 'reconciliation',
      teardown: 'notification',
    };
    expect(
      ofI3(
        told(hinted, {
          scenario: 'replace',
          confirmedBy: sources,
          originalCall: { callId: originalCallId, terminated: true },
        }),
      ),
    ).toEqual([]);
  });
});

describe('the outcome of a failed operation is wrong (I3)', () => {
  test('when no operation failed', () => {
    expectWrong(without(stories.declined(), 'operationEnded'), 'no failed operation of it');
  });

  test.each([
    [486, 560486, 'InviteBusy (later)'],
    [487, 10004, 'InviteNoAnswer (callerDecides)'],
    [500, 3003, 'InviteFailed (later)'],
  ])('when the ledger has %i/%i', (code, subcode, meaning) => {
    const other = withLedger(
      without(stories.declined(), 'operationEnded'),
      ...ledgerOf([90, facts.operationEnded('failed', code, subcode)]),
    );
    expectWrong(other, `failed with ${code}/${subcode}, which means ${meaning}`);
    expectWrong(other, 'resultInfo.code 603 is not in the ledger');
  });

  test('when nothing told of the failure', () => {
    const deaf = withRun(stories.declined(), { signals: [] });
    expectWrong(deaf, 'nothing told it that the operation had failed');
    const answered = activity('postInvite', 10, 50, { status: 'failed' });
    expect(ofI3(withRun(deaf, { activities: [answered] }))).toEqual([]);
  });

  test('when the advice is another', () => {
    expectWrong(told(stories.declined(), { retryAdvice: 'later' }), 'retryAdvice was later');
  });

  test('when the pair from the text is used although the outer one says enough', () => {
    const resultInfo = { code: 603, subcode: 0, diagnosticCode: '486#560486' };
    const busy = withRun(stories.declined(), {
      close: failure('InviteBusy', 'later', { resultInfo }),
    });
    expectWrong(busy, 'which means InviteDeclined (never)');
  });

  test('when ringMs ran out, and nobody was taken back', () => {
    expectWrong(without(stories.rungOut(), 'revoked'), 'no failed operation of it');
    const nobody = withLedger(
      without(stories.rungOut(), 'revoked'),
      ...ledgerOf([150, facts.revoked(404, 'nobody')]),
    );
    expectWrong(nobody, 'no failed operation of it');
  });

  test('when ringMs had not run out', () => {
    const request = { callId, participants: [{ identity: { user: { id: ada } } }] };
    const longer = { ...deadlines, ringMs: 1_000 };
    const evidence = withInvite(stories.rungOut(), { request: { ...request, deadlines: longer } });
    expectWrong(evidence, 'no failed operation of it');
  });
});

describe('Graph contradicts itself (I3)', () => {
  const contradicted = (evidence: Evidence, ...names: readonly string[]) =>
    withRun(withLedger(evidence, ...ledgerOf([98, facts.delivered('contradiction', 202)])), {
      signals: [
        ...names.map((name, index) => signal(5 + index, 95, name, { resultInfo: { code: 603 } })),
        rosterSignal(8, 105),
      ],
    });

  test('and what was stored first counts', () => {
    const [completed, failed] = ['operationCompleted', 'operationFailed'];
    expect(ofI3(contradicted(stories.joined(), completed, failed))).toEqual([]);
    expectWrong(
      contradicted(stories.joined(), failed, completed),
      'operationFailed had been stored before any completion',
    );
    expect(ofI3(contradicted(stories.declined(), failed, completed))).toEqual([]);
    expectWrong(
      contradicted(stories.declined(), completed, failed),
      'operationCompleted had been stored before any failure',
    );
  });

  test('and the first one may be the lie', () => {
    const lie = contradicted(stories.joined(), 'operationFailed', 'operationCompleted');
    const close = failure('InviteDeclined', 'never');
    expect(ofI3(withRun(lie, { close }))).toEqual([]);
    const truth = without(contradicted(stories.joined(), 'operationCompleted'), 'operationEnded');
    expect(ofI3(truth)).toEqual([]);
  });
});

describe('CallEnded is wrong (I3)', () => {
  test('when the call goes on', () => {
    expectWrong(without(stories.callEnded(), 'callEnded'), 'has the call still going on');
  });

  test.each([
    ['the call never was', without(stories.callEnded(), 'callEnded', 'callCreated')],
    [
      'the POST was answered 404',
      withLedger(
        without(stories.callEnded(), 'callEnded'),
        ...ledgerOf([45, facts.postAnswered(404)]),
      ),
    ],
    [
      'a reading was answered 404',
      withLedger(without(stories.callEnded(), 'callEnded'), ...ledgerOf([99, facts.callRead(404)])),
    ],
  ])('not when %s', (_name, evidence) => {
    const bare = told(evidence, { resultInfo: undefined });
    expect(ofI3(bare)).toEqual([]);
  });

  test('when only a reading of the operation was answered 404', () => {
    const gone = { ...facts.callRead(404), what: 'operation' } as LedgerFact;
    expectWrong(
      withLedger(without(stories.callEnded(), 'callEnded'), ...ledgerOf([99, gone])),
      'has the call still going on',
    );
  });

  test('when a failure says why', () => {
    const signals = [signal(5, 95, 'operationFailed', { resultInfo: { code: 603, subcode: 0 } })];
    expectWrong(withRun(stories.callEnded(), { signals }), 'operationFailed, which says why');
  });

  test('when the completion and everyone in a roster beat it', () => {
    const signals = [signal(5, 95, 'operationCompleted'), rosterSignal(6, 96)];
    expectWrong(withRun(stories.callEnded(), { signals }), 'which is joined');
    const [completed] = signals;
    expect(ofI3(withRun(stories.callEnded(), { signals: completed ? [completed] : [] }))).toEqual(
      [],
    );
  });
});

describe('a promise that nobody rang is wrong (I3)', () => {
  test.each([
    ['InviteRejected', stories.rejected(), 'GraphNotSent'],
    ['InviteThrottled', stories.throttled(), 'GraphNotSent'],
    ['GraphUnavailable', stories.unavailable(), 'GraphThrottled'],
  ])('when the last POST ended otherwise: %s', (_type, evidence, other) => {
    const [first] = evidence.invites[0]?.runs[0]?.activities ?? [];
    const activities = first ? [first, failedActivity('postInvite', 60, 90, other)] : [];
    expectWrong(withRun(evidence, { activities }), `its last POST ended as ${other}`);
    expect(ofI3(withRun(evidence, { activities: activities.toReversed() }))).toEqual([]);
  });

  test('when a refusal is called unavailable', () => {
    const refused = withLedger(stories.unavailable(), ...ledgerOf([40, facts.postAnswered(403)]));
    expectWrong(refused, 'its POSTs were answered: 403');
    const later = withLedger(stories.unavailable(), ...ledgerOf([40, facts.postAnswered(401)]));
    expect(ofI3(later)).toEqual([]);
  });

  test.each([
    ['InviteRejected', stories.rejected()],
    ['InviteThrottled', stories.throttled()],
    ['GraphUnavailable', stories.unavailable()],
  ])('when Graph executed a POST: %s', (type, evidence) => {
    const executed = withLedger(evidence, ...ledgerOf([30, facts.postReceived()]));
    expectWrong(executed, `ended as ${type}, but the ledger has a POST that Graph executed`);
  });

  test.each([
    ['InviteRejected', stories.rejected(), 404],
    ['InviteThrottled', stories.throttled(), 400],
  ])('when Graph did not answer so: %s', (_type, evidence, status) => {
    const other = withLedger(
      without(evidence, 'postAnswered'),
      ...ledgerOf([40, facts.postAnswered(status)]),
    );
    expectWrong(other, `its POSTs were answered: ${status}`);
    expectWrong(other, 'answered none of its POSTs');
  });
});
