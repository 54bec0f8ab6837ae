import { describe, expect, it } from 'vitest';
import { checkStartRequest } from '../../../client/check-start-request.ts';
import { InvalidInviteRequestError } from '../../../client/errors.ts';
import { messages } from '../../../contracts/rules.ts';

function problemsOf(value: unknown): readonly string[] {
  try {
    checkStartRequest(value);
  } catch (error) {
    if (error instanceof InvalidInviteRequestError) return error.problems;
    throw error;
  }
  return [];
}

const person = { identity: { user: { id: 'user-1' } } };

describe('checkStartRequest', () => {
  it('takes a request, drops its nulls and makes up a UUID where there is no id', () => {
    const { inviteId, request } = checkStartRequest({
      inviteId: null,
      callId: 'call-1',
      participants: [{ ...person, hidden: null, replacesCallId: null }],
      tenantId: null,
    });
    expect(inviteId).toMatch(/^[0-9a-f-]{36}$/);
    expect(request).toStrictEqual({ callId: 'call-1', participants: [person] });
  });

  it('says of each problem which member it is about', () => {
    const participants = [
      person,
      { identity: { phone: { id: '0155' } } },
      { identity: {}, hidden: 'no' },
    ];
    expect(problemsOf({ callId: '', participants, deadlines: { rosterMs: 0 } })).toEqual([
      `callId: ${messages.callId}`,
      `participants[1].identity.phone.id: ${messages.phone}`,
      `participants[2].identity: ${messages.identity}`,
      `participants[2].hidden: ${messages.flag}`,
      `deadlines.rosterMs: ${messages.deadline}`,
    ]);
  });

  it('refuses unknown members at every depth, each by name', () => {
    const value = {
      callId: 'call-1',
      participants: [{ identity: { user: { id: 'u', name: 'x' } }, replacesCallID: 'c' }],
      callbackUri: 'x',
    };
    expect(problemsOf(value).toSorted()).toEqual([
      `callbackUri: ${messages.unknownMember}`,
      expect.stringMatching(/^participants\[0\]\.identity\.user\.name: /),
      `participants[0].replacesCallID: ${messages.unknownMember}`,
    ]);
  });

  it.each(['', 'a b', 'x'.repeat(201), 'a/b', 7])('refuses the invite id %j', (inviteId) => {
    expect(problemsOf({ inviteId, callId: 'call-1', participants: [person] })).toEqual([
      `inviteId: ${messages.inviteId}`,
    ]);
  });

  it.each([undefined, null, 'x', [], 7])('refuses %j for a request', (value) => {
    expect(problemsOf(value)).toEqual([messages.notAnObject]);
  });

  it('never repeats a value', () => {
    const value = {
      callId: 'call 1',
      participants: [{ identity: { phone: { id: '+1 555 0100' } } }],
    };
    expect(problemsOf(value).join()).not.toMatch(/call 1|555/);
  });
});
