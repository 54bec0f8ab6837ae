import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inviteOf } from '../../../contracts/invite.ts';
import type { RosterEntry } from '../../../contracts/messages.ts';
import type { ParticipantRequest } from '../../../contracts/types.ts';
import {
  newInviteState,
  outcomeKnown,
  rosterConfirmed,
  verdict,
  type InviteState,
} from '../../../workflows/invite-state.ts';
import {
  latchAnswer,
  latchCallEnded,
  latchCompleted,
  latchFailed,
  latchOriginalCallEnded,
  latchRoster,
} from '../../../workflows/latches.ts';

const target = 'AAAA-1111';
const original = 'BBBB-2222';
const person = (id: string): ParticipantRequest => ({ identity: { user: { id } } });
const scenarios: Readonly<Record<string, ParticipantRequest[]>> = {
  add: [person('P-1')],
  addSeveral: [person('P-1'), person('p-2'), { ...person('P-3'), hidden: true }],
  replace: [{ ...person('P-1'), replacesCallId: original }],
  move: [{ ...person('P-1'), replacesCallId: original, participantId: 'source-id' }],
};
const stateOf = (participants: ParticipantRequest[]) =>
  newInviteState(inviteOf('invite-1', { callId: target, participants }), {
    callId: target,
    participants,
  });

type Latch = (state: InviteState) => void;

const entry: fc.Arbitrary<RosterEntry> = fc.record({
  key: fc.constantFrom('p1', 'P1', 'p2', 'p3', 'stranger'),
  participantId: fc.constant('same-id'),
  inLobby: fc.boolean(),
  removed: fc.boolean(),
});
const roster: fc.Arbitrary<Latch> = fc
  .record({
    callId: fc.constantFrom(target, 'aaaa1111', original),
    participants: fc.array(entry, { maxLength: 4 }),
  })
  .map((fact) => (state) => {
    latchRoster(state, fact, 'notification', 1);
  });
const callEnds: readonly Latch[] = [
  (state) => {
    latchCallEnded(state, { resultInfo: { code: 200 } }, 'notification', 1);
  },
  (state) => {
    latchOriginalCallEnded(state, {}, 'notification', 1);
  },
  (state) => {
    latchAnswer(state, { status: 'running', operationId: 'op', participantIds: [] }, 1);
  },
];
const completed: Latch = (state) => {
  latchCompleted(state, { operationId: 'op' }, 'notification', 1);
};
const failed: Latch = (state) => {
  latchFailed(state, { operationId: 'op', resultInfo: { code: 603 } }, 'notification', 1);
};

/** A set of facts that does not contradict itself, as Graph would send it. */
const facts = fc
  .tuple(
    fc.constantFrom([], [completed], [failed]),
    fc.subarray([...callEnds]),
    fc.array(roster, { maxLength: 4 }),
  )
  .map((groups) => groups.flat());
const scenario = fc.constantFrom(...Object.keys(scenarios));

/** The same facts in another order, some of them more than once. */
const twoTellings = facts.chain((list) =>
  fc.tuple(
    fc.constant(list),
    fc
      .array(fc.nat(Math.max(list.length - 1, 0)), { maxLength: 10 })
      .map((again) => [...list, ...again.flatMap((index) => list[index] ?? [])])
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
  ),
);

function told(name: string, latches: readonly Latch[]) {
  const state = stateOf(scenarios[name] ?? []);
  for (const latch of latches) latch(state);
  return state;
}

describe('the state of an invite', () => {
  test('is the same whatever the order and the number of the facts', () => {
    fc.assert(
      fc.property(scenario, twoTellings, (name, [one, other]) => {
        const [first, second] = [told(name, one), told(name, other)];
        // Maps remember the order of their keys, which says nothing.
        const plain = (state: InviteState) => ({
          ...state,
          inRoster: Object.fromEntries(state.inRoster),
          participantIds: Object.fromEntries(state.participantIds),
        });
        expect(plain(second)).toEqual(plain(first));
        expect(verdict(second)).toBe(verdict(first));
        expect(outcomeKnown(second)).toBe(outcomeKnown(first));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is joined only when completed, with everyone visible in the roster of the target', () => {
    fc.assert(
      fc.property(scenario, facts, (name, list) => {
        const state = told(name, list);
        if (verdict(state) !== 'joined') return;
        expect(state.completed).toBeDefined();
        expect(rosterConfirmed(state)).toBe(true);
        expect(state.inRoster.has('p1')).toBe(true);
      }),
    );
  });

  test('counts nobody who is in the lobby, removed, a stranger or in the original call only', () => {
    const state = stateOf(scenarios['replace'] ?? []);
    const absent = [
      { key: 'p1', inLobby: true, removed: false },
      { key: 'p1', inLobby: false, removed: true },
      { key: 'p9', inLobby: false, removed: false },
    ];
    latchRoster(state, { callId: target, participants: absent }, 'notification', 1);
    const there = [{ key: 'p1', participantId: 'elsewhere', inLobby: false, removed: false }];
    latchRoster(state, { callId: original, participants: there }, 'notification', 1);
    completed(state);
    expect(verdict(state)).toBe('pending');
    expect(state.participantIds.size).toBe(0);
    expect(state.hintToFollow).toBe(true);
  });

  test('keeps the first of completed and failed, and counts the other', () => {
    for (const [first, second] of [
      [completed, failed],
      [failed, completed],
    ] as const) {
      const state = told('add', [first, second, second]);
      expect(state.contradictions).toBe(2);
      expect(state.completed === undefined).toBe(first === failed);
      expect(state.failed === undefined).toBe(first === completed);
    }
  });

  test.each([
    ['a failure beats the end of the call', [callEnds[0], failed], 'failed'],
    [
      'the end of the call beats a completion that no roster confirmed',
      [completed, callEnds[0]],
      'callEnded',
    ],
    ['nothing but the answer decides nothing', [callEnds[2]], 'pending'],
  ] as const)('says that %s', (_rule, latches, expected) => {
    expect(verdict(told('add', latches as readonly Latch[]))).toBe(expected);
    expect(verdict(told('add', (latches as readonly Latch[]).toReversed()))).toBe(expected);
  });

  test('reads an answer that is final', () => {
    const state = stateOf(scenarios['add'] ?? []);
    latchAnswer(state, { status: 'failed', participantIds: [] }, 1);
    expect(verdict(state)).toBe('failed');
    expect(state.failed?.source).toBe('response');
  });
});
