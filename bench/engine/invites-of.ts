import type { Random } from '../support/random.ts';
import type { Load } from './engine-protocol.ts';

/** Invites of one person each, so many of them on each call. */
export function invitesOf(count: number, perCall: number, random: Random): Load['invites'] {
  let callId = '';
  return Array.from({ length: count }, (_, index) => {
    if (index % perCall === 0) callId = random.guid();
    return { callId, inviteId: random.guid(), personId: random.guid() };
  });
}
