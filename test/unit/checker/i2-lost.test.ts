import { describe, expect, test } from 'vitest';
import { violationsOf, type Evidence, type StoredSignal } from '../../checker/index.ts';
import {
  rosterSignal,
  signal,
  withInvite,
  withLedger,
  withoutEntries,
  withRun,
} from './evidence-parts.ts';
import {
  ada,
  adaKey,
  adaShown,
  at,
  callId,
  facts,
  iso,
  ledgerOf,
  originalCallId,
} from './ledger-facts.ts';
import { callEnded, declined, joined, replaced, rosterUnconfirmed, unknown } from './stories.ts';

const ofI2 = (evidence: Evidence) =>
  violationsOf(evidence)
    .filter(({ invariant }) => invariant === 'I2')
    .map(({ what }) => what);

const withSignals = (evidence: Evidence, keep: (signal: StoredSignal) => boolean): Evidence => ({
  ...evidence,
  invites: evidence.invites.map((invite) => ({
    ...invite,
    runs: invite.runs.map((run) => ({ ...run, signals: run.signals.filter(keep) })),
  })),
});
const withoutSignal = (evidence: Evidence, name: string) =>
  withSignals(evidence, (signal) => signal.name !== name);

describe('an acknowledged fact is lost (I2)', () => {
  test.each([
    ['a completion', joined(), 'operationCompleted', 'the end of the operation'],
    ['a failure', declined(), 'operationFailed', 'the end of the operation'],
    ['a roster', joined(), 'rosterUpdated', 'a roster with person 1'],
    ['the end of the call', callEnded(), 'callTerminated', 'the end of the call'],
    [
      'the end of the original call',
      replaced(),
      'originalCallTerminated',
      'the end of the original',
    ],
  ])('%s', (_name, evidence, name, fact) => {
    expect(ofI2(evidence)).toEqual([]);
    expect(ofI2(withoutSignal(evidence, name))).toEqual([
      expect.stringMatching(new RegExp(`^${fact}.* answered 202 .* stands in no signal`)),
    ]);
  });

  test('when it was stored only after the answer', () => {
    const late = [signal(5, 300, 'operationCompleted'), rosterSignal(6, 105)];
    expect(ofI2(withRun(joined(), { signals: late, closedAt: at(400) }))).toEqual([
      expect.stringContaining(`stored only at ${iso(300)}`),
    ]);
  });

  test('when the only signal is about another call', () => {
    const other = [signal(5, 95, 'operationCompleted', { callId: 'other' }), rosterSignal(6, 105)];
    expect(ofI2(withRun(joined(), { signals: other }))).toHaveLength(1);
  });

  test.each([
    ['in the lobby', { key: adaKey, inLobby: true }],
    ['removed', { key: adaKey, inLobby: false, removed: true }],
    ['somebody else', { key: 'stranger', inLobby: false }],
  ])('when the roster that was stored has the person %s', (_name, entry) => {
    const stored = signal(6, 105, 'rosterUpdated', { participants: [entry] });
    const signals = [signal(5, 95, 'operationCompleted'), stored];
    expect(ofI2(withRun(joined(), { signals }))).toHaveLength(1);
  });

  test('when completion and roster travel together and one of them is not stored', () => {
    const both = withLedger(
      withoutEntries(joined(), ({ type }) => type === 'deliveryAttempted'),
      ...ledgerOf([110, facts.delivered('completion+roster', 202, adaShown)]),
    );
    expect(ofI2(both)).toEqual([]);
    expect(ofI2(withoutSignal(both, 'rosterUpdated'))).toHaveLength(1);
  });
});

describe('no fact of the invite is lost (I2)', () => {
  test('when nobody acknowledged it', () => {
    expect(ofI2(unknown())).toEqual([]);
  });

  test('when it came after the end', () => {
    const late = withLedger(
      rosterUnconfirmed(),
      ...ledgerOf([1_300, facts.personJoined()], [1_310, facts.delivered('roster', 202, adaShown)]),
    );
    expect(ofI2(late)).toEqual([]);
  });

  test('when the delivery is exempt', () => {
    const garbled = withoutSignal(joined(), 'operationCompleted');
    expect(ofI2({ ...garbled, exempt: ({ about }) => about === 'completion' })).toEqual([]);
  });

  test('when a roster showed somebody who was there before the invite was registered', () => {
    const earlier = withLedger(
      withoutSignal(joined(), 'rosterUpdated'),
      ...ledgerOf([5, facts.personJoined({ clientContext: 'another' })]),
    );
    expect(ofI2(earlier)).toEqual([]);
    const muchLater = withLedger(
      earlier,
      ...ledgerOf([16_000, facts.delivered('roster', 202, adaShown)]),
    );
    expect(ofI2(withRun(muchLater, { closedAt: at(17_000) }))).toHaveLength(1);
  });

  test('when the roster is of the original call', () => {
    const shown = { ...adaShown, callId: originalCallId, clientContext: null };
    const hint = withLedger(
      replaced(),
      ...ledgerOf([130, facts.delivered('originalRoster', 202, shown)]),
    );
    expect(ofI2(hint)).toEqual([]);
  });

  test('when the person is hidden, or the call had ended before the invite', () => {
    const hidden = { identity: { user: { id: ada } }, hidden: true };
    const request = { callId, participants: [hidden] };
    expect(ofI2(withInvite(withoutSignal(joined(), 'rosterUpdated'), { request }))).toEqual([]);
    const before = withoutEntries(callEnded(), ({ type }) => type === 'callEnded');
    const ended = withLedger(before, ...ledgerOf([5, facts.callEnded()]));
    expect(ofI2(withoutSignal(ended, 'callTerminated'))).toEqual([]);
  });
});
