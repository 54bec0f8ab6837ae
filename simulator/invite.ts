import { announceOperation } from './announce-operation.ts';
import { originalCallOf } from './announce-original-call.ts';
import type { ResultInfo } from './bodies/result-info.ts';
import type { Call, Operation, Seat } from './call.ts';
import { normaliseId } from './ids.ts';
import type { InviteRequest } from './invite-request.ts';
import { notify, writeLost } from './notify.ts';
import { closeOperation, openOperation, type InviteScript } from './operations.ts';
import { reactionOf, withdrawn, type Reaction } from './reaction.ts';
import { currentRosterItem, leaveRoster, seatInRoster } from './roster.ts';
import type { World } from './world.ts';

/** Executes an invite: people ring, whether or not they did before. The simulator never deduplicates. */
export function performInvite(
  world: World,
  call: Call,
  request: InviteRequest,
  script: InviteScript,
): Operation {
  const operation = openOperation(world, call, request, script);
  operation.seats.forEach((seat, index) => {
    const answer = script.answers[index] ?? { kind: 'answer' };
    react(world, call, operation, seat, reactionOf(answer, seat.person, world.times));
  });
  settle(world, call, operation);
  return operation;
}

function react(
  world: World,
  call: Call,
  operation: Operation,
  seat: Seat,
  reaction: Reaction,
): void {
  if (reaction.afterMs === null) return;
  const happen = (): void => {
    if (reaction.failure !== null) failSeat(operation, seat, reaction.failure);
    else if (reaction.lobby !== null) enterLobby(world, call, operation, seat, reaction.lobby);
    else join(world, call, operation, seat);
  };
  if (reaction.afterMs === 0) {
    happen();
    return;
  }
  seat.cancel = world.timers.after(reaction.afterMs, () => {
    happen();
    settle(world, call, operation);
  });
}

function failSeat(operation: Operation, seat: Seat, failure: ResultInfo): void {
  seat.state = 'failed';
  seat.settled = true;
  operation.resultInfo ??= failure;
}

function join(world: World, call: Call, operation: Operation, seat: Seat): void {
  seat.state = 'joined';
  seat.settled = true;
  if (seat.listed) seatInRoster(world, call, operation, seat, false);
}

function enterLobby(
  world: World,
  call: Call,
  operation: Operation,
  seat: Seat,
  lobby: { admitAfterMs: number | null; completes: 'inLobby' | 'whenAdmitted' },
): void {
  seat.state = 'inLobby';
  seat.settled = lobby.completes === 'inLobby';
  seatInRoster(world, call, operation, seat, true);
  announceRoster(world, call, operation);
  if (lobby.admitAfterMs === null) return;
  seat.cancel = world.timers.after(lobby.admitAfterMs, () => {
    join(world, call, operation, seat);
    if (operation.status === 'running') settle(world, call, operation);
    else announceRoster(world, call, operation);
  });
}

/** Announces a roster that changed while its operation stays as it is. */
export function announceRoster(world: World, call: Call, operation: Operation): void {
  const { oddities, lost } = operation.announcing;
  if (call.ended) return;
  if (lost.includes('roster')) {
    writeLost(world, call, { about: 'roster', clientContext: null });
    return;
  }
  const items = [currentRosterItem(call, oddities)];
  void notify(world, call, { about: 'roster', clientContext: null, items, oddities });
}

/** Ends the operation once nobody rings any more. One failure fails it all: nothing documents partial failure. */
function settle(world: World, call: Call, operation: Operation): void {
  if (operation.seats.some((seat) => !seat.settled)) return;
  const failed = operation.seats.some((seat) => seat.state === 'failed');
  const result = failed ? operation.resultInfo : null;
  if (!closeOperation(world, operation, failed ? 'failed' : 'completed', result)) return;
  leaveOriginalCall(world, operation);
  void announceOperation(world, call, operation);
}

/** Who moves from a group call or meeting leaves its roster; a peer-to-peer call ends as a whole instead. */
function leaveOriginalCall(world: World, operation: Operation): void {
  const original = originalCallOf(world, operation);
  const [seat] = operation.seats;
  if (original === null || seat === undefined || original.kind === 'peerToPeer') return;
  const wanted = normaliseId(seat.sourceParticipantId ?? seat.person.id);
  leaveRoster(world, original, (entry) =>
    [entry.participantId, entry.person.id].some((id) => normaliseId(id) === wanted),
  );
}

/** Takes back an invitation that rings or waits in the lobby; its operation fails with 487/0. */
export function withdraw(world: World, call: Call, operation: Operation, seat: Seat): void {
  seat.cancel();
  failSeat(operation, seat, withdrawn(seat.person));
  settle(world, call, operation);
}
