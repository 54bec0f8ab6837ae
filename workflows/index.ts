export { callRegistry } from './call-registry.ts';
export { inviteParticipants } from './invite-participants.ts';
