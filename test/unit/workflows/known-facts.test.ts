import { describe, expect, test } from 'vitest';
import { inviteOf } from '../../../contracts/invite.ts';
import type { InviteRequest } from '../../../contracts/types.ts';
import { newInviteState, type InviteState } from '../../../workflows/invite-state.ts';
import {
  latchAnswer,
  latchCallEnded,
  latchCompleted,
  latchFailed,
  latchOriginalCallEnded,
  latchRoster,
} from '../../../workflows/latches.ts';
import { codesText, knownFacts, utc } from '../../../workflows/known-facts.ts';

const at = Date.parse('2026-11-21T12:00:01.234Z');
const users = (...ids: readonly string[]) => ids.map((id) => ({ identity: { user: { id } } }));
const asked = (request: Partial<InviteRequest> = {}): InviteState => {
  const whole = { callId: 'call-1', participants: users('ada', 'bob'), ...request };
  return newInviteState(inviteOf('invite-1', whole), whole);
};

describe('what the UI shows of an invite', () => {
  test('before the POST is that nothing was executed', () => {
    expect(knownFacts(asked())).toEqual([
      '- POST: not executed',
      '- Operation: none',
      '- Roster: 0 of 2 seen in the call',
    ]);
  });

  test('counts who was seen, and says from where', () => {
    const state = asked();
    latchAnswer(state, { status: 'running', operationId: 'op', participantIds: [] }, at);
    const entry = { key: 'ada', inLobby: false, removed: false };
    latchRoster(state, { callId: 'call-1', participants: [entry] }, 'notification', at);
    expect(knownFacts(state)).toContain('- Roster: 1 of 2 seen in the call, by notification');
    const second = { ...entry, key: 'bob' };
    latchRoster(state, { callId: 'call-1', participants: [second] }, 'reconciliation', at);
    expect(knownFacts(state)).toContain('- Roster: 2 of 2 seen in the call, by asking Graph');
  });

  test('says that nobody is awaited in the roster', () => {
    expect(knownFacts(asked({ confirmRoster: false })).join()).toContain('nobody is awaited');
  });

  test('names the source of each end', () => {
    const person = { identity: { user: { id: 'ada' } }, replacesCallId: 'call-2' };
    const state = asked({ participants: [person] });
    expect(knownFacts(state)).toContain('- Original call: not known to have ended');
    latchCompleted(state, {}, 'response', at);
    latchOriginalCallEnded(state, {}, 'reconciliation', at);
    latchCallEnded(state, {}, 'notification', at);
    expect(knownFacts(state)).toEqual(
      expect.arrayContaining([
        "- Operation: completed at 2026-11-21 12:00:01 UTC, by Graph's answer to the POST",
        '- Original call: ended, by asking Graph',
        '- Call: ended, by notification',
      ]),
    );
  });

  test('tells an unclear POST from one that Graph refused', () => {
    const unclear: InviteState = { ...asked(), post: 'unclear', postedAt: at };
    expect(knownFacts(unclear)[0]).toMatch(/unclear, sent at .* Graph may have executed it/);
    const refused = { ...asked(), graphError: { status: 403, code: 'Forbidden' } };
    expect(knownFacts(refused)[0]).toBe('- POST: not executed; Graph answered 403 Forbidden');
  });

  test('says of a cancel whether it came in time', () => {
    const state = asked();
    state.cancelRequested = true;
    expect(knownFacts(state)).toContain('- Cancel: requested');
    latchCompleted(state, {}, 'notification', at);
    expect(knownFacts(state)).toContain('- Cancel: came too late, the operation has completed');
  });

  test('gives the codes of a failure, the pair in its text only where it differs', () => {
    const state = asked();
    const resultInfo = { code: 500, subcode: 0, diagnosticCode: '580#5201' };
    latchFailed(state, { resultInfo }, 'notification', at);
    expect(knownFacts(state)).toContain(
      '- Operation: failed with 500#0, in its text 580#5201, by notification',
    );
    expect(codesText({ code: 603, subcode: 0, diagnosticCode: '603#0' })).toBe('with 603#0');
    expect(codesText({})).toBe('without a code');
  });

  test('names nobody', () => {
    expect(knownFacts(asked()).join()).not.toMatch(/ada|bob/);
  });
});

test('a time is shown to the second, in UTC', () => {
  expect(utc(at)).toBe('2026-11-21 12:00:01 UTC');
});
