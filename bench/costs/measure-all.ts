import { measureInvite, type InviteCost } from './measure-invite.ts';
import { measureRegister, registerCases, type RegisterCase } from './measure-registers.ts';
import { measureWatching, type Watching } from './measure-watching.ts';
import { naiveCost } from './naive-cost.ts';
import type { Cost } from './read-cost.ts';
import { joined } from './situations/joined.ts';
import { otherwise } from './situations/otherwise.ts';
import { repaired } from './situations/repaired.ts';
import type { Situation } from './situations/situation.ts';
import type { Stage } from './stage.ts';

/** One thing in each of its rounds. */
export interface Rounds<Thing, Measured> {
  readonly of: Thing;
  readonly costs: readonly Measured[];
}

export interface Found {
  readonly invites: readonly Rounds<Situation, InviteCost>[];
  readonly naive: { readonly apart: readonly Cost[]; readonly together: readonly Cost[] };
  readonly registers: readonly Rounds<RegisterCase, Cost>[];
  readonly watching: readonly Watching[];
}

const situations = [...joined, ...otherwise, ...repaired];

/** One after the other: side by side they would decide for each other which facts come together. */
export async function measureAll(
  stage: Stage,
  rounds: number,
  log: (line: string) => void,
): Promise<Found> {
  const each = <Measured>(measure: () => Promise<Measured>) => oneByOne(rounds, measure);
  const invites = [];
  for (const of of situations) {
    log(`costs: ${of.name} ...`);
    invites.push({ of, costs: await each(() => measureInvite(stage, of)) });
  }
  log('costs: the naive workflow ...');
  const apart = await each(() => naiveCost(stage, 'apart'));
  const together = await each(() => naiveCost(stage, 'together'));
  log('costs: registers ...');
  const registers = await Promise.all(
    registerCases.map(async (of) => ({ of, costs: await each(() => measureRegister(stage, of)) })),
  );
  log('costs: watching ...');
  const watching = await each(() => measureWatching(stage));
  return { invites, naive: { apart, together }, registers, watching };
}

async function oneByOne<Measured>(
  rounds: number,
  measure: () => Promise<Measured>,
): Promise<Measured[]> {
  const found: Measured[] = [];
  while (found.length < rounds) found.push(await measure());
  return found;
}
