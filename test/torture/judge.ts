import type { Evidence, Violation } from '../checker/evidence.ts';
import { violationsOf } from '../checker/violations-of.ts';
import type { CallerStory } from './caller.ts';
import type { Struck } from './nemesis.ts';
import type { TorturePlan } from './plan.ts';
import type { Recovery } from './recovery.ts';

/** What a run left behind. */
export interface Findings {
  readonly plan: TorturePlan;
  readonly evidence: Evidence;
  readonly stories: readonly CallerStory[];
  readonly struck: readonly Struck[];
  /** Starts of a process that failed because what it needs was struck too; they are no evidence. */
  readonly failedStarts: number;
  readonly recoveries: readonly Recovery[];
  readonly durationMs: number;
}

/** Everything that was broken; empty means that all invariants held. */
export function judge({ evidence, stories }: Findings): readonly Violation[] {
  return [...violationsOf(evidence), ...stories.flatMap(disagreement)];
}

/** Two callers with one key have one invite, so that both are told the same. */
function disagreement({ planned, saw, otherSaw }: CallerStory): readonly Violation[] {
  if (otherSaw === undefined || JSON.stringify(saw) === JSON.stringify(otherSaw)) return [];
  const what = 'was started twice with one key, and the two callers were told different things.';
  return [{ invariant: 'I1', inviteId: planned.inviteId, what }];
}
