import { describe, expect, it } from 'vitest';
import { differingMembers, withoutNulls } from '../../../client/stored-form.ts';

const stored = {
  callId: 'call-1',
  participants: [{ identity: { user: { id: 'u1' } }, hidden: false }],
  deadlines: { rosterMs: 5, ringMs: 7 },
};

describe('differingMembers', () => {
  it('finds no difference in null members and another order', () => {
    const again = {
      tenantId: null,
      deadlines: { ringMs: 7, rosterMs: 5, operationMs: null },
      participants: [{ replacesCallId: null, hidden: false, identity: { user: { id: 'u1' } } }],
      callId: 'call-1',
    };
    expect(differingMembers(stored, again)).toEqual([]);
  });

  it('fills nothing in: a default that is written out differs from an absent one', () => {
    expect(differingMembers(stored, { ...stored, onUnknownOutcome: 'fail' })).toEqual([
      'onUnknownOutcome',
    ]);
  });

  it('names the members that differ, and keeps the order of people', () => {
    const people = ['a', 'b'].map((id) => ({ identity: { user: { id } } }));
    const other = { callId: 'CALL-1', participants: people.toReversed() };
    expect(differingMembers({ callId: 'call-1', participants: people }, other)).toEqual([
      'callId',
      'participants',
    ]);
  });

  it('calls a stored input that is no object another request', () => {
    expect(differingMembers(undefined, stored)).toEqual(['request']);
    expect(differingMembers('x', stored)).toEqual(['request']);
  });
});

describe('withoutNulls', () => {
  it('drops null and undefined members at every depth, but no entries of lists', () => {
    expect(withoutNulls({ a: null, b: [{ c: undefined, d: 0 }, null] })).toStrictEqual({
      b: [{ d: 0 }, null],
    });
  });
});
