import type { Call } from './call.ts';
import type { Deliver } from './deliveries.ts';
import type { FaultPlan } from './faults.ts';
import { lastSegment, normaliseId } from './ids.ts';
import type { KeyRing } from './key-ring.ts';
import type { Ledger } from './ledger.ts';
import type { ReactionTimes } from './reaction.ts';
import type { ScriptBook } from './script-book.ts';
import type { Timers } from './timers.ts';

/** Everything one simulator knows. */
export type World = {
  readonly appId: string;
  readonly tenantId: string;
  readonly staticToken: string | null;
  readonly seed: number;
  readonly times: ReactionTimes;
  /** By normalised id; ended calls stay, so that late questions about them get Graph's answer. */
  readonly calls: Map<string, Call>;
  readonly scripts: ScriptBook;
  readonly ledger: Ledger;
  readonly timers: Timers;
  readonly keys: KeyRing;
  readonly deliver: Deliver;
  faults: FaultPlan;
};

/** The faults that hold for a call: its own plan, else the simulator's. */
export function faultsOf(world: World, call: Call): FaultPlan {
  return call.faults ?? world.faults;
}

/** The call of an id or of a path that ends in one, ended or not. */
export function findCall(world: World, idOrPath: string): Call | undefined {
  return world.calls.get(normaliseId(lastSegment(idOrPath)));
}
