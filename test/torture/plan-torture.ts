import { oddityNames } from '../../simulator/oddities.ts';
import { callFaultNames, newsFaultNames, readingFaultNames } from './call-faults.ts';
import { deckOf, diceOf } from './dice.ts';
import { peopleOf } from './people.ts';
import type { PlannedCall, TorturePlan } from './plan.ts';
import { planCall, type Tables } from './plan-call.ts';
import { linkFaultNames, planStrikes } from './plan-strikes.ts';
import { situationNames } from './situations.ts';
import { keyBlows } from './strikes.ts';

export interface PlanOptions {
  readonly seed: number;
  readonly invites: number;
  /** Names of what may go wrong besides kills, out of `faultNames`; absent: everything. */
  readonly faults?: readonly string[] | undefined;
  /** How often a process is hit; absent: every eight seconds or so. */
  readonly kills?: number | undefined;
  /** Over how long everything is spread; absent: as long as two cores need. */
  readonly lengthMs?: number | undefined;
}

/** Everything that `--faults` can choose from. */
export const faultNames: readonly string[] = [...callFaultNames, ...linkFaultNames, ...keyBlows];

/** On two cores that carry all the rest too; 200 invites take little more than two minutes. */
const inviteEveryMs = 700;
const killEveryMs = 8_000;
const leastLengthMs = 12_000;

/** Come more often than the others, as they do in life. */
const usualSituations = ['add', 'add', 'addSeveral', 'dialOut', 'replace', 'slowAnswer'] as const;

/** Decides everything that a seed decides. The same options give the same plan, byte for byte. */
export function planTorture(options: PlanOptions): TorturePlan {
  const { seed, invites, faults } = options;
  const lengthMs = options.lengthMs ?? Math.max(invites * inviteEveryMs, leastLengthMs);
  const kills = options.kills ?? Math.ceil(lengthMs / killEveryMs);
  const isWanted = (name: string) => faults?.includes(name) ?? true;
  const tables = tablesOf(seed, isWanted);
  const calls: PlannedCall[] = [];
  for (let planned = 0; planned < invites;) {
    const startsAtMs = Math.round((lengthMs * planned) / invites);
    const most = Math.min(invites - planned, tables.dice.between(1, 5));
    const call = planCall(tables, { startsAtMs, most });
    planned += call.invites.length;
    calls.push(call);
  }
  const strikes = planStrikes({ seed, lengthMs, kills, isWanted });
  const { canaries, secrets } = tables.people;
  return { seed, lengthMs, calls, strikes, canaries, secrets };
}

function tablesOf(seed: number, isWanted: (name: string) => boolean): Tables {
  const dice = diceOf(seed, 'calls');
  return {
    dice,
    people: peopleOf(dice),
    isWanted,
    nextSituation: deckOf(dice, [...situationNames, ...usualSituations]),
    nextFault: deckOf(dice, callFaultNames.filter(isWanted)),
    nextNewsFault: deckOf(dice, newsFaultNames.filter(isWanted)),
    nextReadingFault: deckOf(dice, readingFaultNames.filter(isWanted)),
    nextOddity: deckOf(dice, oddityNames),
  };
}
