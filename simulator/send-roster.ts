import { rosterItem } from './bodies/roster-item.ts';
import type { Call } from './call.ts';
import { normaliseId } from './ids.ts';
import { notify } from './notify.ts';
import type { RosterEntry } from './person.ts';
import { rosterDelta, visible } from './roster.ts';
import { odditiesOf, type OddityChoice } from './variants.ts';
import type { World } from './world.ts';

/** What a roster notification says other than the truth. People are named by the id of their identity. */
export type RosterOverrides = OddityChoice & {
  readonly without?: readonly string[] | undefined;
  readonly inLobby?: readonly string[] | undefined;
};

/** Sends a roster notification now; the call itself does not change. */
export function sendRoster(world: World, call: Call, overrides: RosterOverrides): void {
  const oddities = odditiesOf([{ oddities: [...call.oddities] }, overrides]);
  const named = (ids: readonly string[] = []) => {
    const wanted = new Set(ids.map(normaliseId));
    return (entry: RosterEntry): boolean => wanted.has(normaliseId(entry.person.id));
  };
  const isLeftOut = named(overrides.without);
  const waits = named(overrides.inLobby);
  const entries = visible(call.roster)
    .filter((entry) => !isLeftOut(entry))
    .map((entry) => (waits(entry) ? { ...entry, inLobby: true } : entry));
  call.rosterSequence += 1;
  const delta = rosterDelta(call.announcedRoster, entries, call.rosterSequence);
  call.announcedRoster = entries;
  const { callId, tenantId } = call;
  const items = [rosterItem({ callId, tenantId, entries, delta }, oddities)];
  void notify(world, call, { about: 'roster', clientContext: null, items, oddities });
}
