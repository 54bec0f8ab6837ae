import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { IdentityKind, Person, RosterEntry } from '../person.ts';
import { identitySet } from './identity-set.ts';
import { writtenId } from './written-id.ts';

type ParticipantContext = {
  readonly callId: string;
  readonly tenantId: string;
  readonly oddities: Oddities;
  readonly under?: IdentityKind | undefined;
};

/** A participant of a roster, in a notification or as an answer to GET. */
export function participantBody(entry: RosterEntry, context: ParticipantContext): Body {
  const { oddities } = context;
  const participantId = writtenParticipantId(entry.participantId, oddities);
  const path = `/app/calls/${writtenId(context.callId, oddities)}/participants/${participantId}`;
  return {
    '@odata.type': '#microsoft.graph.participant',
    ...(oddities.has('odataIds') ? { '@odata.id': path } : {}),
    ...(oddities.has('etags') ? { '@odata.etag': 'W/"51"' } : {}),
    info: participantInfo(entry, participantId, context),
    mediaStreams: [mediaStream(entry.sourceId)],
    isMuted: false,
    isInLobby: entry.inLobby,
    ...(oddities.has('undocumentedMembers') ? undocumented : {}),
    id: oddities.has('rosterIdNull') ? null : participantId,
  };
}

function participantInfo(
  entry: RosterEntry,
  participantId: string,
  context: ParticipantContext,
): Body {
  const { oddities } = context;
  return {
    ...infoType(oddities),
    identity: identitySet(shownPerson(entry, oddities), context),
    endpointType: 'default',
    ...(oddities.has('regionBesideIdentity') ? { region: 'westus', languageId: 'en-US' } : {}),
    // In real rosters the entry's id is repeated here; published examples have neither.
    ...(oddities.has('rosterIdNull') ? {} : { participantId }),
  };
}

/** Who stands in a roster entry: the person, or a stranger (quirk 11). */
export function shownPerson(entry: RosterEntry, oddities: Oddities): Person {
  if (!oddities.has('rosterShowsStranger') || !entry.invited) return entry.person;
  return { ...entry.person, id: entry.participantId };
}

function infoType(oddities: Oddities): Body {
  if (oddities.has('infoTypeMissing')) return {};
  const name = oddities.has('infoTypeInvitation') ? 'invitationParticipantInfo' : 'participantInfo';
  return { '@odata.type': `#microsoft.graph.${name}` };
}

function writtenParticipantId(participantId: string, oddities: Oddities): string {
  if (!oddities.has('malformedParticipantIds')) return writtenId(participantId, oddities);
  const digits = participantId.replaceAll('-', '').toUpperCase();
  return `${digits.slice(0, 6)}W${digits.slice(7, 31)}`;
}

function mediaStream(sourceId: number): Body {
  return {
    '@odata.type': '#microsoft.graph.mediaStream',
    mediaType: 'audio',
    sourceId: String(sourceId),
    direction: 'sendReceive',
    serverMuted: false,
  };
}

/** Members that real entries carry and no page names (docs/protocol.md 4). */
const undocumented: Body = {
  endpointId: '00000000-0000-0000-0000-000000000000',
  clientVersion: 'simulated',
  meetingRole: 'attendee',
  publishedStates: [],
  isIdentityAnonymized: false,
  replacementLink: null,
};
