import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { RosterEntry } from '../person.ts';
import type { NotificationItem } from './envelope.ts';
import { participantBody, shownPerson } from './participant.ts';
import { resourceMembers } from './resource-members.ts';
import { writtenId } from './written-id.ts';

/** What changed since the last announcement; used by the delta form only. */
export type RosterDelta = {
  readonly sequenceNumber: number;
  readonly changed: readonly RosterEntry[];
  readonly removed: readonly RosterEntry[];
};

type AnnouncedRoster = {
  readonly callId: string;
  readonly tenantId: string;
  readonly entries: readonly RosterEntry[];
  readonly delta: RosterDelta;
};

/** A roster notification: the whole roster as a list, or one deltaParticipants object. */
export function rosterItem(roster: AnnouncedRoster, oddities: Oddities): NotificationItem {
  const tail = oddities.has('rosterOnOperationsPath') ? 'operations/participants' : 'participants';
  const path = `calls/${writtenId(roster.callId, oddities)}/${tail}`;
  return {
    changeType: 'updated',
    paths: resourceMembers(path, oddities),
    resourceData: oddities.has('deltaRoster')
      ? deltaBody(roster, oddities)
      : participantBodies(roster, roster.entries, oddities),
    people: shownEntries(roster, oddities).map((entry) => ({
      person: shownPerson(entry, oddities),
      inLobby: entry.inLobby,
    })),
  };
}

/** The delta form shows only those who came or changed. */
function shownEntries(roster: AnnouncedRoster, oddities: Oddities): readonly RosterEntry[] {
  return listed(oddities.has('deltaRoster') ? roster.delta.changed : roster.entries, oddities);
}

function listed(entries: readonly RosterEntry[], oddities: Oddities): readonly RosterEntry[] {
  return oddities.has('inviteesOnlyRoster') ? entries.filter((entry) => entry.invited) : entries;
}

function participantBodies(
  roster: AnnouncedRoster,
  entries: readonly RosterEntry[],
  oddities: Oddities,
): readonly Body[] {
  const written = listed(entries, oddities);
  const firstUser = written.find((entry) => entry.invited && entry.person.kind === 'user');
  return written.map((entry) =>
    participantBody(entry, {
      callId: roster.callId,
      tenantId: roster.tenantId,
      oddities,
      under:
        oddities.has('userUnderApplication') && entry === firstUser ? 'application' : undefined,
    }),
  );
}

/** Only `removedState` means that someone left; no published example body exists (docs/protocol.md 4). */
function deltaBody(roster: AnnouncedRoster, oddities: Oddities): Body {
  const { sequenceNumber, changed, removed } = roster.delta;
  const numbered = (body: Body): Body => ({ ...body, rosterSequenceNumber: sequenceNumber });
  const gone = participantBodies(roster, removed, oddities).map((body) => ({
    ...numbered(body),
    removedState: { '@odata.type': '#microsoft.graph.removedState', reason: 'Removed' },
  }));
  return {
    '@odata.type': '#microsoft.graph.deltaParticipants',
    sequenceNumber,
    participants: [...participantBodies(roster, changed, oddities).map(numbered), ...gone],
  };
}
