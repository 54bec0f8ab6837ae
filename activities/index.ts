import type { InviteActivities } from '../contracts/activities.ts';
import type { ActivityDeps } from './deps.ts';
import { createPostInvite } from './post-invite.ts';
import { createReadCall } from './read-call.ts';
import { createReadOperation } from './read-operation.ts';
import { createReadRoster } from './read-roster.ts';
import { createRemoveParticipant } from './remove-participant.ts';

export type { ActivityDeps } from './deps.ts';
export { createGraphClient } from './graph/client.ts';
export type { AccessToken, TokenRequest } from './graph/request-token.ts';

export function createActivities(deps: ActivityDeps): InviteActivities {
  return {
    postInvite: createPostInvite(deps),
    readRoster: createReadRoster(deps),
    readCall: createReadCall(deps),
    readOperation: createReadOperation(deps),
    removeParticipant: createRemoveParticipant(deps),
  };
}
