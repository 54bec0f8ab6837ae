import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inviteRequestProblems } from '../../../contracts/guards.ts';
import { deadlineNames, identityKinds, messages } from '../../../contracts/rules.ts';
import { InviteRequestSchema } from '../../../contracts/schemas/invite-request.ts';

/** What stands where something else belongs: wrong kinds, empty ones, and the edges of each rule. */
const nearMiss = fc.constantFrom<unknown>(
  ...[null, undefined, '', 'x', 'x'.repeat(256), 'x'.repeat(257), 'a/b', 'a/b/', '..', 'é'],
  ...[0, -0, 1, -1, 1.5, NaN, Infinity, 119_999, 120_000, 3_600_000, 3_600_001, '5'],
  ...[
    true,
    'true',
    [],
    {},
    { id: 'user-1' },
    { user: { id: 'user-2' } },
    [{}],
    'fail',
    'repostOnce',
  ],
  ...['+15550100', '+1', '15550100', '+0155', '+15550100123456789', '+1555 01', 'user-1', 'USER1'],
);
const optional = <T>(value: fc.Arbitrary<T>) =>
  fc.option(fc.option(value, { nil: null }), { nil: undefined });
const label = fc.constantFrom('Ada', 'x'.repeat(256));
const identity = fc.oneof(
  fc
    .record({
      kind: fc.constantFrom(...identityKinds.filter((kind) => kind !== 'phone')),
      id: fc.constantFrom('user-1', 'USER1', 'user-2', 'user-3', 'user-4'),
      displayName: optional(label),
    })
    .map(({ kind, ...person }) => ({ [kind]: person })),
  fc.constantFrom('+15550100', '+155').map((id) => ({ phone: { id }, user: null })),
);
const comingFrom = fc.constantFrom<object>(
  ...[{}, { replacesCallId: 'call-2' }, { replacesCallId: '/app/calls/call-2' }],
  ...[{ replacesCallId: 'call-2', participantId: 'p1' }, { participantId: 'p1' }],
);
const participant = fc
  .tuple(fc.record({ identity, hidden: optional(fc.boolean()) }), comingFrom)
  .map(([asked, from]) => ({ ...asked, ...from }));
const deadlines = fc.record(
  Object.fromEntries(
    deadlineNames.map((name) => [name, optional(fc.constantFrom(1, 500, 120_000))]),
  ),
  { requiredKeys: [] },
);
const probable = fc.record(
  {
    callId: fc.constantFrom('call-1', '0.~_'),
    participants: fc.oneof(fc.tuple(participant), fc.array(participant, { maxLength: 6 })),
    tenantId: optional(label),
    deadlines: optional(deadlines),
    onUnknownOutcome: optional(fc.constantFrom('fail', 'repostOnce')),
    confirmRoster: optional(fc.boolean()),
  },
  { requiredKeys: ['callId', 'participants'] },
);
interface Change {
  readonly place: number;
  readonly value: unknown;
  readonly remove: boolean;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(200),
  value: nearMiss,
  remove: fc.boolean(),
});
const request = fc
  .tuple(probable, fc.array(change, { maxLength: 2 }))
  .map(([value, changes]) => changes.reduce<unknown>(changed, value));

/** The value with one of its members, at whatever depth, removed or replaced. */
function changed(value: unknown, { place, value: other, remove }: Change): unknown {
  const copy: unknown = structuredClone(value);
  const places = membersOf(copy);
  const found = places[place % (places.length + 1)];
  if (found === undefined) return other;
  // JSON has no lists with holes.
  if (remove && Array.isArray(found.owner)) found.owner.splice(Number(found.name), 1);
  else if (remove) Reflect.deleteProperty(found.owner, found.name);
  else Reflect.set(found.owner, found.name, other);
  return copy;
}

function membersOf(value: unknown): { owner: object; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    { owner: value, name },
    ...membersOf(member),
  ]);
}

function accepted(value: unknown): { guard: boolean; schema: boolean } {
  return {
    guard: inviteRequestProblems(value).length === 0,
    schema: InviteRequestSchema.safeParse(value).success,
  };
}

function hasUnknownMembers(value: unknown): boolean {
  const issues = InviteRequestSchema.safeParse(value).error?.issues ?? [];
  return issues.some((issue) => issue.code === 'unrecognized_keys');
}

// The one intended difference, unknown members, is left out of the property and stated on its own below.
describe('guard and schema of a request', () => {
  it('accept and refuse the same values', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(request, (value) => {
        fc.pre(!hasUnknownMembers(value));
        const { guard, schema } = accepted(value);
        seen[guard ? 'accepted' : 'refused'] += 1;
        expect(schema).toBe(guard);
      }),
      { numRuns: 12_000 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(1000);
  });

  it('agree on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { guard, schema } = accepted(value);
        expect(schema).toBe(guard);
      }),
      { numRuns: 2000 },
    );
  });

  it('differ on unknown members: the schema refuses them, the guard ignores them', () => {
    expect(accepted({ ...valid(), callID: 'x' })).toEqual({ guard: true, schema: false });
  });
});

describe('each rule is refused by both, in the same words', () => {
  it('a valid request is refused by neither', () => {
    expect(accepted(valid())).toEqual({ guard: true, schema: true });
  });

  it.each<[string, unknown, string]>([
    ['no object', [], messages.notAnObject],
    ['no callId', { ...valid(), callId: undefined }, messages.callId],
    ['two path segments', { ...valid(), callId: 'a/b' }, messages.callId],
    ['dots for a callId', { ...valid(), callId: '..' }, messages.callId],
    ['participants that are no list', { ...valid(), participants: {} }, messages.participants],
    ['no participant', { ...valid(), participants: [] }, messages.noParticipant],
    ['six participants', of('1', '2', '3', '4', '5', '6'), messages.tooManyParticipants],
    ['the same identity twice', of('aB-1', 'Ab1'), messages.sameIdentity],
    ['several with replacesCallId', several(), messages.severalWithReplaces],
    ['an empty replacesCallId', one({ replacesCallId: '' }), messages.replacesCallId],
    ['participantId alone', one({ participantId: 'p1' }), messages.participantIdAlone],
    [
      'an empty participantId',
      one({ replacesCallId: 'c', participantId: '' }),
      messages.participantId,
    ],
    [
      'two identity kinds',
      one({ identity: { user: { id: 'a' }, guest: { id: 'b' } } }),
      messages.identity,
    ],
    ['no identity kind', one({ identity: {} }), messages.identity],
    ['no id', one({ identity: { user: {} } }), messages.identityId],
    [
      'a phone that is not E.164',
      one({ identity: { phone: { id: '015550100' } } }),
      messages.phone,
    ],
    [
      'an empty displayName',
      one({ identity: { user: { id: 'a', displayName: '' } } }),
      messages.identityMember,
    ],
    ['a flag that is a word', one({ hidden: 'yes' }), messages.flag],
    ['an empty tenantId', { ...valid(), tenantId: '' }, messages.tenantId],
    ['deadlines that are no object', { ...valid(), deadlines: 5 }, messages.deadlines],
    ['a fraction of a millisecond', within({ rosterMs: 1.5 }), messages.deadline],
    ['a deadline of 0', within({ teardownMs: 0 }), messages.deadline],
    ['a deadline beyond an hour', within({ operationMs: 3_600_001 }), messages.deadline],
    ['ringMs as long as operationMs', within({ ringMs: 500, operationMs: 500 }), messages.ringMs],
    ['ringMs as long as the default', within({ ringMs: 120_000 }), messages.ringMs],
    ['another policy', { ...valid(), onUnknownOutcome: 'retry' }, messages.onUnknownOutcome],
  ])('%s', (_rule, value, message) => {
    expect(inviteRequestProblems(value).join('\n')).toContain(message);
    const issues = InviteRequestSchema.safeParse(value).error?.issues ?? [];
    expect(issues.map((issue) => issue.message)).toContain(message);
  });
});

function valid() {
  return { callId: 'call-1', participants: [{ identity: { user: { id: 'user-1' } } }] };
}

function one(members: object): unknown {
  return { ...valid(), participants: [{ identity: { user: { id: 'user-1' } }, ...members }] };
}

function of(...ids: readonly string[]): unknown {
  return { ...valid(), participants: ids.map((value) => ({ identity: { user: { id: value } } })) };
}

function several(): unknown {
  const participants = ['1', '2'].map((value) => ({ identity: { user: { id: value } } }));
  return {
    callId: 'c',
    participants: participants.map((each) => ({ ...each, replacesCallId: 'o' })),
  };
}

function within(members: object): unknown {
  return { ...valid(), deadlines: members };
}
