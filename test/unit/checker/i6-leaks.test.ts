import { describe, expect, test } from 'vitest';
import { violationsOf, type Evidence, type HistoryText } from '../../checker/index.ts';
import { withInvite, withRun } from './evidence-parts.ts';
import { callId } from './ledger-facts.ts';
import { joined } from './stories.ts';

const phone = '+15550100777';
const displayName = 'Ada Canary';
const token = 'secret-token-1';
const request = { callId, participants: [{ identity: { phone: { id: phone, displayName } } }] };

const marked = (evidence: Evidence): Evidence => ({
  ...withInvite(evidence, { request }),
  canaries: [phone, displayName],
  secrets: [token],
});
const ofI6 = (evidence: Evidence) =>
  violationsOf(marked(evidence))
    .filter(({ invariant }) => invariant === 'I6')
    .map(({ what }) => what);
const inHistory = (place: HistoryText['place'], text: string) =>
  ofI6(withRun(joined(), { texts: [{ where: 'event 7', place, text: `{"x":"${text}"}` }] }));

describe('personal data leaks (I6)', () => {
  test.each([
    [
      'a log',
      { texts: [{ where: 'the log', text: `to ${phone}` }] },
      'canary 1 stands in the log.',
    ],
    [
      'the output of a process',
      { processes: [{ name: 'worker-1', stoppedBy: null, exit: 0, output: 'ada canary' }] },
      'canary 2 stands in the output of worker-1.',
    ],
    ['metrics', { texts: [{ where: 'metrics', text: token }] }, 'secret 1 stands in metrics.'],
  ] as const)('into %s', (_name, more, what) => {
    expect(ofI6({ ...joined(), ...more })).toEqual([what]);
  });

  test('into ids, lists and errors', () => {
    expect(ofI6(withInvite(joined(), { shown: `dial ${phone}` }))).toEqual([
      'canary 1 stands in its summary, memo or search attributes.',
    ]);
    const callerSaw = { kind: 'nothing', error: `no ${displayName}` } as const;
    expect(ofI6(withInvite(joined(), { callerSaw }))).toContain(
      'canary 2 stands in the error that its caller got.',
    );
    expect(ofI6(withInvite(joined(), { inviteId: `to-${phone}` }))).toContain(
      'canary 1 stands in its invite id.',
    );
  });

  test.each([
    ['clear', phone],
    ['clear', displayName],
    ['clear', displayName.toUpperCase()],
    ['payload', displayName],
    ['payload', token],
    ['start', token],
  ] as const)('into a history: %s, %s', (place, text) => {
    expect(inHistory(place, text)).toEqual([expect.stringContaining('stands in event 7')]);
  });

  test.each([
    ['start', phone],
    ['start', displayName],
    ['payload', phone],
  ] as const)('not when the identity is needed there: %s, %s', (place, text) => {
    expect(inHistory(place, text)).toEqual([]);
  });

  test('when the data of one invite stands in the request of another', () => {
    const stranger = { canaries: ['+15550100888'] };
    const texts: HistoryText[] = [{ where: 'event 1', place: 'start', text: '+15550100888' }];
    const evidence = { ...marked(withRun(joined(), { texts })), ...stranger };
    expect(violationsOf(evidence).map(({ invariant }) => invariant)).toContain('I6');
  });

  test('into a register, which may hold ids only', () => {
    const register = (place: HistoryText['place'], text: string) =>
      ofI6({ ...joined(), registers: [{ callId, texts: [{ where: 'event 1', place, text }] }] });
    expect(register('start', phone)).toEqual([]);
    expect(register('start', displayName)).toHaveLength(1);
    expect(register('clear', phone)).toHaveLength(1);
  });

  test('not when an id is written in another way than in the request', () => {
    const id = '6B1D9A3E-58A4-4A51-9D0F-0C5F3A1B7E11';
    const people = { callId, participants: [{ identity: { user: { id } } }] };
    const undashed = id.replaceAll('-', '').toLowerCase();
    const texts: HistoryText[] = [{ where: 'event 9', place: 'payload', text: undashed }];
    const evidence = withInvite(withRun(joined(), { texts }), { request: people });
    expect(
      violationsOf({ ...evidence, canaries: [id] }).map(({ invariant }) => invariant),
    ).not.toContain('I6');
  });

  test('with a message that does not repeat it', () => {
    const [what = ''] = inHistory('clear', phone);
    expect(what).not.toContain(phone);
  });
});
