import { invariants, type Violation } from './evidence.ts';

const inPlainWords: Readonly<Record<Violation['invariant'], string>> = {
  I1: 'an invite is forgotten',
  I2: 'an acknowledged fact is lost',
  I3: 'a result is wrong',
  I4: 'somebody is rung twice',
  I5: 'something rots inside',
  I6: 'personal data leaks',
  I7: 'a lost fact matters',
};

/** For people: each broken invariant with the invites that broke it. */
export function describeViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) return 'Every invariant holds.';
  return invariants
    .map(
      (invariant) => [invariant, violations.filter((one) => one.invariant === invariant)] as const,
    )
    .filter(([, found]) => found.length > 0)
    .map(([invariant, found]) =>
      [`${invariant}, ${inPlainWords[invariant]} (${found.length}):`, ...found.map(lineOf)].join(
        '\n',
      ),
    )
    .join('\n');
}

function lineOf({ inviteId, what }: Violation): string {
  return inviteId === undefined ? `  ${what}` : `  invite ${inviteId}: ${what}`;
}
