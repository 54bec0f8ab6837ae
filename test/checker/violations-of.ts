import { callerAgrees } from './caller-agrees.ts';
import { endsInTime } from './ends-in-time.ts';
import type { Evidence, Violation } from './evidence.ts';
import { factsAreKept } from './facts-are-kept.ts';
import { viewsOf } from './invite-view.ts';
import { noPersonalData } from './no-personal-data.ts';
import { nobodyRungTwice } from './nobody-rung-twice.ts';
import { nothingRots, processesEndWell } from './nothing-rots.ts';
import { resultIsRight } from './result-is-right.ts';

/**
 * Everything in which a run broke docs/reliability.md 1, once all is quiet: empty means that nothing was lost. I7 has no
 * violations of its own: I1 to I4 must hold whether or not what got no 2xx came again (`unacknowledgedIn`). Pure.
 */
export function violationsOf(evidence: Evidence): readonly Violation[] {
  const { outageMs = 0, processes = [], paused = false } = evidence;
  const ofInvites = viewsOf(evidence).flatMap((view) => [
    ...endsInTime(view, outageMs),
    ...callerAgrees(view),
    ...factsAreKept(view),
    ...resultIsRight(view),
    ...nobodyRungTwice(view),
    ...nothingRots(view, paused),
  ]);
  const found = [...ofInvites, ...processesEndWell(processes), ...noPersonalData(evidence)];
  return found.sort(byInvariant);
}

/** By invariant, then invite: the same evidence in another order gives the same list. */
function byInvariant(one: Violation, other: Violation): number {
  const key = ({ invariant, inviteId = '', what }: Violation) => `${invariant} ${inviteId} ${what}`;
  return key(one) < key(other) ? -1 : 1;
}
