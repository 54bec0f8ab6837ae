import type { PostInviteInput } from '../../contracts/activities.ts';
import type { Invitee } from '../../contracts/invite.ts';

/** Identity kinds whose own type the metadata names; the others ride on the open identity set. */
const identityType = '#microsoft.graph.identity';

/** The body of the POST. The clientContext is the invite id: the notification brings it back (ADR 0003). */
export function inviteBody({ inviteId, participants }: PostInviteInput): object {
  return { participants: participants.map(participantInfo), clientContext: inviteId };
}

function participantInfo(invitee: Invitee): object {
  const { kind, id, displayName, tenantId, hidden } = invitee;
  const { replacesCallId, participantId, removeFromDefaultAudioRoutingGroup } = invitee;
  return {
    '@odata.type': '#microsoft.graph.invitationParticipantInfo',
    identity: {
      '@odata.type': '#microsoft.graph.identitySet',
      [kind]: { '@odata.type': identityType, id, displayName, tenantId },
    },
    replacesCallId,
    participantId,
    ...(hidden && { hidden }),
    removeFromDefaultAudioRoutingGroup,
  };
}
