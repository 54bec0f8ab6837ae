import type { Violation } from '../checker/evidence.ts';
import { summaryOf, type Summary } from '../checker/summary-of.ts';
import { faultsIn } from './fault-counts.ts';
import type { Findings } from './judge.ts';
import type { Struck } from './nemesis.ts';
import type { Recovery } from './recovery.ts';

export type Tally = Readonly<Record<string, number>>;

/** What a run came to; one JSON document. */
export interface TortureReport {
  readonly seed: number;
  readonly invites: number;
  /** The promise that this product was made to break, or null. */
  readonly broken: string | null;
  readonly held: boolean;
  readonly durationMs: number;
  /** `joined`, `canceled`, or the failure type that the caller was told. */
  readonly outcomes: Tally;
  /** What the ledger and the histories add up to. */
  readonly summary: Summary;
  /** As Graph and its notifications had them. */
  readonly faults: Tally;
  /** Processes, links and keys. */
  readonly strikes: Tally;
  /** Starts of a process that failed, because what it needs was struck too. */
  readonly failedStarts: number;
  readonly recoveries: readonly Recovery[];
  readonly outageMs: number;
  readonly invariants: Readonly<Record<Violation['invariant'], 'held' | number>>;
  readonly violations: readonly Violation[];
  /** The folder in which plan, ledger and evidence were kept. */
  readonly kept: string | null;
  /** The command that does all of it again. */
  readonly repeat: string;
}

/** Counts a run. Pure. */
export function reportOf(
  findings: Findings,
  violations: readonly Violation[],
  told: Pick<TortureReport, 'broken' | 'kept' | 'repeat'>,
): TortureReport {
  const { plan, evidence, stories, struck } = findings;
  const { ledger, outageMs = 0 } = evidence;
  return {
    ...{ seed: plan.seed, invites: stories.length, broken: told.broken },
    held: violations.length === 0,
    durationMs: findings.durationMs,
    outcomes: tally(stories.map(({ saw }) => (saw.kind === 'failed' ? saw.type : saw.kind))),
    summary: summaryOf(evidence),
    faults: tally(faultsIn(ledger, plan)),
    strikes: tally(struck.map(({ strike }) => nameOf(strike))),
    ...{ failedStarts: findings.failedStarts, recoveries: findings.recoveries, outageMs },
    invariants: verdicts(violations),
    ...{ violations, kept: told.kept, repeat: told.repeat },
  };
}

/** How often each of the names occurs, the most frequent first. */
export function tally(names: readonly string[]): Tally {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((one, other) => other[1] - one[1]));
}

function nameOf(strike: Struck['strike']): string {
  return strike.lane === 'links' ? `${strike.kind} ${strike.between}` : strike.kind;
}

function verdicts(violations: readonly Violation[]): TortureReport['invariants'] {
  const verdict = (name: Violation['invariant']): 'held' | number => {
    const count = violations.filter(({ invariant }) => invariant === name).length;
    return count === 0 ? 'held' : count;
  };
  return {
    ...{ I1: verdict('I1'), I2: verdict('I2'), I3: verdict('I3'), I4: verdict('I4') },
    ...{ I5: verdict('I5'), I6: verdict('I6'), I7: verdict('I7') },
  };
}
