import type { Oddity } from '../../simulator/index.ts';
import { drawCallFaults, type CallFaultName, type CallFaults } from './call-faults.ts';
import type { Dice } from './dice.ts';
import type { People } from './people.ts';
import type { PlannedCall } from './plan.ts';
import { planInvites } from './plan-invites.ts';
import { drawSituation, type Situation, type SituationName } from './situations.ts';

/** What a plan is drawn from. */
export interface Tables {
  readonly dice: Dice;
  readonly people: People;
  /** Whether a fault of this name may happen. */
  readonly isWanted: (name: string) => boolean;
  readonly nextSituation: () => SituationName | undefined;
  readonly nextFault: () => CallFaultName | undefined;
  readonly nextNewsFault: () => CallFaultName | undefined;
  readonly nextReadingFault: () => CallFaultName | undefined;
  readonly nextOddity: () => Oddity | undefined;
}

/** A call with at most so many invites, and at least one. */
export function planCall(
  tables: Tables,
  { startsAtMs, most }: { readonly startsAtMs: number; readonly most: number },
): PlannedCall {
  const { dice, nextOddity } = tables;
  const callId = dice.id();
  const tenantId = dice.chance(0.3) ? dice.id() : undefined;
  const names = drawFaultNames(tables);
  const faults = drawCallFaults(names, dice, nextOddity);
  const situations = drawSituations(tables, names, most);
  const planned = situations.map((one) => planInvites(tables, { callId, tenantId, ...one }));
  return {
    ...{ callId, startsAtMs, faults: names },
    calls: callsOf(tables, { callId, tenantId, situations, faults }),
    scripts: planned.flatMap(({ scripts }) => scripts),
    invites: planned.flatMap(({ invites }) => invites),
    ...(dice.chance(0.08) && { end: drawEnd(dice) }),
  };
}

/** Each call has a fault that is dealt, so that none is missing, and may have others that go with it. */
function drawFaultNames(tables: Tables): readonly CallFaultName[] {
  const { dice, nextFault, nextNewsFault, nextReadingFault } = tables;
  const first = nextFault();
  const reads = /^read|Roster$/.test(first ?? '');
  const others = [
    dice.chance(0.4) ? nextNewsFault() : undefined,
    dice.chance(0.15) && !reads ? nextReadingFault() : undefined,
  ];
  return [...new Set([first, ...others])].filter((name) => name !== undefined);
}

interface Drawn {
  readonly name: SituationName;
  readonly situation: Situation;
}

function drawSituations(
  { dice, people, nextSituation }: Tables,
  faults: readonly CallFaultName[],
  most: number,
): readonly Drawn[] {
  const drawn: Drawn[] = [];
  for (let left = most; left > 0;) {
    // An end of a replaced call can be forgotten only where there is one.
    const needed = drawn.length === 0 && faults.includes('forgetTeardown') ? 'replace' : undefined;
    const name = needed ?? nextSituation() ?? 'add';
    const situation = drawSituation(name, dice, people);
    // One invite is left, and this situation has two.
    const fits = left > 1 || situation.again !== true;
    drawn.push(fits ? { name, situation } : { name, situation: { ...situation, again: false } });
    left -= situation.again === true ? 2 : 1;
  }
  return drawn;
}

function callsOf(
  { dice, people }: Tables,
  drawn: {
    readonly callId: string;
    readonly tenantId: string | undefined;
    readonly situations: readonly Drawn[];
    readonly faults: CallFaults;
  },
): PlannedCall['calls'] {
  const { callId, tenantId, situations, faults } = drawn;
  const { plan, variant, oddities } = faults;
  const form = { tenantId, faults: plan, variant, oddities };
  const all = situations.map(({ situation }) => situation);
  const repeatedInvite = all.find((one) => one.repeatedInvite !== undefined)?.repeatedInvite;
  const target: PlannedCall['calls'][number] = {
    ...{ callId, ...form },
    kind: dice.pick(['group', 'group', 'meeting']),
    participants: [
      ...(dice.chance(0.5) ? [{ identity: people.stranger() }] : []),
      ...all.flatMap(({ present }) => present ?? []),
    ],
    announce: dice.chance(0.2),
    endedOperations: dice.pick(['gone', 'readable']),
    ...(repeatedInvite && { repeatedInvite }),
  };
  const origins = all.flatMap(({ origin }) => (origin ? [{ ...origin, ...form }] : []));
  return [target, ...origins];
}

/** While the invites are under way; its notice may be lost. */
function drawEnd(dice: Dice): NonNullable<PlannedCall['end']> {
  return { afterMs: dice.between(300, 5_000), how: { announced: dice.chance(0.7) } };
}
