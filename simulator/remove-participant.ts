import type { Call, Operation, Seat } from './call.ts';
import { emptyAnswer, errorAnswer, type HttpAnswer } from './http-answer.ts';
import { normaliseId } from './ids.ts';
import { withdraw } from './invite.ts';
import { notify } from './notify.ts';
import { currentRosterItem, findEntry, leaveRoster } from './roster.ts';
import type { World } from './world.ts';

/** DELETE of a participant: removes who is in the roster, and withdraws an invitation that still rings. */
export function removeParticipant(world: World, call: Call, participantId: string): HttpAnswer {
  const invited = findSeat(call, participantId);
  const entry = findEntry(call, participantId);
  const scripted = invited?.operation.announcing.revokeStatus ?? null;
  const rings = invited?.seat.state === 'ringing';
  const found = entry !== undefined ? 'inRoster' : rings ? 'ringing' : 'nobody';
  const status = scripted ?? (found === 'nobody' ? 404 : 204);
  world.ledger.write({ type: 'revoked', callId: call.callId, participantId, found, status });
  if (scripted !== null) return errorAnswer(scripted, String(scripted), 'Scripted.');
  if (found === 'nobody') return errorAnswer(404, 'NotFound', 'Participant not found.');
  leave(world, call, participantId);
  if (invited !== undefined && !invited.seat.settled) {
    withdraw(world, call, invited.operation, invited.seat);
  }
  return emptyAnswer(204);
}

function leave(world: World, call: Call, participantId: string): void {
  const wanted = normaliseId(participantId);
  if (!leaveRoster(world, call, (entry) => normaliseId(entry.participantId) === wanted)) return;
  const { oddities } = call;
  const items = [currentRosterItem(call, oddities)];
  void notify(world, call, { about: 'roster', clientContext: null, items, oddities });
}

function findSeat(
  call: Call,
  participantId: string,
): { operation: Operation; seat: Seat } | undefined {
  const wanted = normaliseId(participantId);
  for (const operation of call.operations) {
    const seat = operation.seats.find((one) => normaliseId(one.participantId) === wanted);
    if (seat !== undefined) return { operation, seat };
  }
  return undefined;
}
