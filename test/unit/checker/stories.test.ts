import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inviteFailureTypes } from '../../../contracts/errors.ts';
import { scenarioOf } from '../../../contracts/invite.ts';
import {
  describeViolations,
  violationsOf,
  type Evidence,
  type RunClose,
} from '../../checker/index.ts';
import { failure, result, withInvite, withRun } from './evidence-parts.ts';
import { cleanStories } from './stories.ts';

const stories = Object.entries(cleanStories);

test.each(stories)('nothing is wrong with an invite that is %s', (_name, story) => {
  expect(describeViolations(violationsOf(story()))).toBe('Every invariant holds.');
});

describe('another outcome than the one that it had is wrong', () => {
  const outcomes = ['joined', 'canceled', 'canceledUnconfirmed', ...inviteFailureTypes] as const;

  test.each(stories)('for an invite that is %s', (_name, story) => {
    const [invite] = story().invites;
    const others = outcomes.filter((outcome) => outcome !== invite?.recordedOutcome);
    const unnoticed = others.filter((outcome) => {
      const close = closeAs(outcome, scenarioOf(invite?.request.participants ?? []));
      const other = withInvite(withRun(story(), { close }), { recordedOutcome: outcome });
      return !violationsOf(other).some(({ invariant }) => invariant === 'I3');
    });
    expect(unnoticed).toEqual([]);
  });
});

/** With the advice that fits best, so that it is the outcome that is noticed. */
function closeAs(outcome: string, scenario: string): RunClose {
  if (outcome.startsWith('canceled')) return { kind: 'canceled' };
  if (outcome === 'joined') return { kind: 'completed', result: result({ scenario }) };
  const never = ['InviteDeclined', 'InviteFailed', 'CallEnded'];
  const advice = never.includes(outcome) ? 'never' : 'later';
  const fitting = outcome === 'InviteNoAnswer' ? 'callerDecides' : advice;
  return failure(outcome, fitting, { scenario });
}

test('other invites, other calls and the order of the records change nothing', () => {
  const records = fc.shuffledSubarray(manyInvites(), { minLength: stories.length });
  fc.assert(
    fc.property(
      records,
      fc.boolean(),
      fc.infiniteStream(fc.double({ min: 0, max: 1 })),
      (ones, isBroken, draws) => {
        const together = joinedUp(isBroken ? ones.map(withLostSignals) : ones);
        const alone = (isBroken ? ones.map(withLostSignals) : ones).flatMap((one) =>
          violationsOf(one),
        );
        const shuffled = { ...together, ledger: shuffledBy(together.ledger, draws) };
        expect(violationsOf(shuffled).map(textOf)).toEqual(alone.map(textOf).sort());
      },
    ),
    { numRuns: 50 },
  );
});

/** Each story with ids of its own, so that all can happen in one run. */
function manyInvites(): Evidence[] {
  return stories.map(([, story], index) => {
    const mark = String(index).padStart(2, '0');
    const text = JSON.stringify(story())
      .replaceAll('invite-1', `invite-${mark}`)
      .replaceAll('a1a1a1a1-0000', `a1a1a1a1-00${mark}`)
      .replaceAll('b2b2b2b2-0000', `b2b2b2b2-00${mark}`);
    return JSON.parse(text) as Evidence;
  });
}

function withLostSignals(evidence: Evidence): Evidence {
  const invites = evidence.invites.map((invite) => ({
    ...invite,
    runs: invite.runs.map((run) => ({ ...run, signals: [] })),
  }));
  return { ...evidence, invites };
}

function joinedUp(ones: readonly Evidence[]): Evidence {
  return {
    ledger: ones.flatMap(({ ledger }) => ledger),
    invites: ones.flatMap(({ invites }) => invites),
  };
}

function shuffledBy<T>(items: readonly T[], draws: Iterator<number>): T[] {
  const drawn = items.map((item) => [Number(draws.next().value), item] as const);
  return drawn.sort(([one], [other]) => one - other).map(([, item]) => item);
}

function textOf({ invariant, inviteId = '', what }: ReturnType<typeof violationsOf>[number]) {
  return `${invariant} ${inviteId} ${what}`;
}
