import type { AnsweredParticipant } from './bodies/invite-answer.ts';
import type { EndedOperation } from './bodies/operation-item.ts';
import type { ResultInfo } from './bodies/result-info.ts';
import type { Announcing, Call, Operation, Seat } from './call.ts';
import { ledgerName, newGuid } from './ids.ts';
import type { InvitedPerson, InviteRequest } from './invite-request.ts';
import type { Answer } from './script.ts';
import type { World } from './world.ts';

/** What the scripts say about one invite: how it is announced, and what each person does. */
export type InviteScript = {
  readonly announcing: Announcing;
  readonly answers: readonly Answer[];
};

/** Opens the operation of an invite: everybody rings from now on, and the ledger says so. */
export function openOperation(
  world: World,
  call: Call,
  request: InviteRequest,
  { announcing, answers }: InviteScript,
): Operation {
  let markAnnounced = (): void => undefined;
  const announced = new Promise<void>((resolve) => {
    markAnnounced = resolve;
  });
  const operation: Operation = {
    operationId: newGuid(),
    strangeId: newGuid(),
    callId: call.callId,
    clientContext: request.clientContext ?? newGuid(),
    createdAt: new Date(),
    seats: request.participants.map((one, index) => seatOf(one, answers[index])),
    announcing,
    status: 'running',
    resultInfo: null,
    announced,
    markAnnounced,
  };
  call.operations.push(operation);
  for (const seat of operation.seats) writeRing(world, operation, seat);
  return operation;
}

function seatOf(invited: InvitedPerson, answer: Answer | undefined): Seat {
  return {
    participantId: newGuid(),
    person: invited.person,
    replacesCallId: invited.replacesCallId,
    sourceParticipantId: invited.sourceParticipantId,
    hidden: invited.hidden,
    listed: answer?.kind !== 'rosterNever',
    state: 'ringing',
    settled: false,
    cancel: () => undefined,
  };
}

function writeRing(world: World, operation: Operation, seat: Seat): void {
  world.ledger.write({
    type: 'rang',
    callId: operation.callId,
    operationId: operation.operationId,
    clientContext: operation.clientContext,
    participantId: seat.participantId,
    person: ledgerName(seat.person),
  });
}

/** Gives an operation its end. A no-op when it has one. */
export function closeOperation(
  world: World,
  operation: Operation,
  status: 'completed' | 'failed',
  resultInfo: ResultInfo | null,
): boolean {
  if (operation.status !== 'running') return false;
  operation.status = status;
  operation.resultInfo = resultInfo;
  writeEnd(world, operation, status, operation.announcing.completionBy);
  return true;
}

/** The call is over: nobody rings any more and no end of an operation is announced. */
export function abandonOperations(world: World, call: Call): void {
  for (const operation of call.operations) {
    for (const seat of operation.seats) seat.cancel();
    if (operation.status !== 'running') continue;
    operation.status = 'failed';
    operation.markAnnounced();
    writeEnd(world, operation, 'callEnded', 'never');
  }
}

function writeEnd(
  world: World,
  operation: Operation,
  status: 'completed' | 'failed' | 'callEnded',
  announced: Announcing['completionBy'],
): void {
  world.ledger.write({
    type: 'operationEnded',
    callId: operation.callId,
    operationId: operation.operationId,
    clientContext: operation.clientContext,
    status,
    code: operation.resultInfo?.code ?? null,
    subcode: operation.resultInfo?.subcode ?? null,
    announced,
  });
}

/** The operation as its notification shows it. */
export function endedOperation(call: Call, operation: Operation): EndedOperation {
  return {
    callId: call.callId,
    operationId: operation.operationId,
    strangeId: operation.strangeId,
    clientContext: operation.clientContext,
    status: operation.status === 'failed' ? 'failed' : 'completed',
    resultInfo: operation.resultInfo,
    people: operation.seats.map((seat) => seat.person),
    tenantId: call.tenantId,
  };
}

/** The operation as the answer to the POST and to a GET shows it. */
export function answeredOperation(
  call: Call,
  operation: Operation,
): Omit<Operation, 'seats'> & { participants: readonly AnsweredParticipant[]; tenantId: string } {
  const { seats, ...rest } = operation;
  return { ...rest, participants: seats, tenantId: call.tenantId };
}
