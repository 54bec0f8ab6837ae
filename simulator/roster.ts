import type { NotificationItem } from './bodies/envelope.ts';
import { rosterItem, type RosterDelta } from './bodies/roster-item.ts';
import type { Call, Operation, Seat } from './call.ts';
import { normaliseId, ledgerName } from './ids.ts';
import type { Oddities } from './oddities.ts';
import type { RosterEntry } from './person.ts';
import type { World } from './world.ts';

/** Seats an invited person in the call, or lets a person in who was in the lobby. */
export function seatInRoster(
  world: World,
  call: Call,
  operation: Operation,
  seat: Seat,
  inLobby: boolean,
): void {
  const { participantId, person, hidden } = seat;
  const known = call.roster.find((entry) => entry.participantId === participantId);
  const sourceId = known?.sourceId ?? nextSource(call);
  const entry = { participantId, person, hidden, inLobby, invited: true, sourceId };
  changeRoster(call, [...call.roster.filter((one) => one !== known), entry]);
  world.ledger.write({
    type: 'personJoined',
    callId: call.callId,
    operationId: operation.operationId,
    clientContext: operation.clientContext,
    participantId,
    person: ledgerName(person),
    inLobby,
  });
}

/** Takes people out of a call. Answers whether anybody was there. */
export function leaveRoster(
  world: World,
  call: Call,
  leaves: (entry: RosterEntry) => boolean,
): boolean {
  const leaving = call.roster.filter(leaves);
  if (leaving.length === 0) return false;
  changeRoster(
    call,
    call.roster.filter((entry) => !leaves(entry)),
  );
  for (const { participantId } of leaving) {
    world.ledger.write({ type: 'personLeft', callId: call.callId, participantId });
  }
  return true;
}

/** The next number of an audio stream of the call. */
export function nextSource(call: Call): number {
  call.sources += 1;
  return call.sources;
}

/** Who can be seen in a roster: everybody but hidden participants (docs/protocol.md 1). */
export function visible(roster: readonly RosterEntry[]): readonly RosterEntry[] {
  return roster.filter((entry) => !entry.hidden);
}

/** The notification of the roster as it is now; counts as announced. */
export function currentRosterItem(call: Call, oddities: Oddities): NotificationItem {
  const entries = visible(call.roster);
  call.rosterSequence += 1;
  const delta = rosterDelta(call.announcedRoster, entries, call.rosterSequence);
  call.announcedRoster = entries;
  return rosterItem({ callId: call.callId, tenantId: call.tenantId, entries, delta }, oddities);
}

/** What changed between two rosters. Pure. */
export function rosterDelta(
  before: readonly RosterEntry[],
  after: readonly RosterEntry[],
  sequenceNumber: number,
): RosterDelta {
  const ids = new Set(after.map((entry) => entry.participantId));
  const known = new Set(before);
  return {
    sequenceNumber,
    changed: after.filter((entry) => !known.has(entry)),
    removed: before.filter((entry) => !ids.has(entry.participantId)),
  };
}

/** Finds a line of the roster, comparing ids without case and dashes. */
export function findEntry(call: Call, participantId: string): RosterEntry | undefined {
  const wanted = normaliseId(participantId);
  return call.roster.find((entry) => normaliseId(entry.participantId) === wanted);
}

function changeRoster(call: Call, roster: readonly RosterEntry[]): void {
  call.previousRoster = call.roster;
  call.roster = roster;
}
