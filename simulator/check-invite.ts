import type { Call } from './call.ts';
import { callNotFound, errorAnswer, invalidToken, type HttpAnswer } from './http-answer.ts';
import { normaliseId } from './ids.ts';
import { readInviteRequest, type InviteRequest } from './invite-request.ts';
import { findCall, type World } from './world.ts';

/** A POST to `…/participants/invite` as it came, its body parsed or undefined. */
export type InvitePost = {
  readonly callId: string;
  readonly authorised: boolean;
  readonly body: unknown;
};

/** An invite that Graph takes, or the answer to one it does not. */
export type CheckedInvite =
  { readonly refusal: HttpAnswer } | { readonly call: Call; readonly request: InviteRequest };

/** What Graph looks at before anything happens. */
export function checkInvite(world: World, post: InvitePost): CheckedInvite {
  if (!post.authorised) return { refusal: invalidToken() };
  const call = findCall(world, post.callId);
  if (call === undefined || call.ended) return { refusal: callNotFound() };
  const request = readInviteRequest(post.body);
  if ('refused' in request) return refused(400, 'BadRequest', request.refused);
  if (call.kind === 'peerToPeer' && request.participants.length > 1) {
    return refused(400, 'BadRequest', 'Several participants need a group call.');
  }
  if (call.repeatedInvite === 'isRefused' && someoneIsThere(call, request)) {
    return refused(409, 'Conflict', 'The identity is in the call already.');
  }
  return { call, request };
}

function refused(status: number, code: string, message: string): CheckedInvite {
  return { refusal: errorAnswer(status, code, message) };
}

function someoneIsThere(call: Call, request: InviteRequest): boolean {
  const there = new Set(call.roster.map((entry) => normaliseId(entry.person.id)));
  const ringing = call.operations.flatMap(({ seats }) =>
    seats.filter((seat) => seat.state === 'ringing'),
  );
  for (const seat of ringing) there.add(normaliseId(seat.person.id));
  return request.participants.some(({ person }) => there.has(normaliseId(person.id)));
}
