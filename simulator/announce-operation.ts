import type { NotificationItem } from './bodies/envelope.ts';
import { foreignOperationItem, operationItem } from './bodies/operation-item.ts';
import type { ResultInfo } from './bodies/result-info.ts';
import type { Call, Operation } from './call.ts';
import { announceEnd, stopCall } from './call-state.ts';
import { notify } from './notify.ts';
import { endedOperation } from './operations.ts';
import { currentRosterItem } from './roster.ts';
import type { Fact } from './script.ts';
import { findCall, type World } from './world.ts';

/** The usual end of a replaced call: the person was transferred (docs/protocol.md 8). */
const transferred: ResultInfo = { code: 200, subcode: 7015, message: 'The call was replaced.' };

/** Announces what an ended operation led to, in the order and with the delays of its script. */
export async function announceOperation(
  world: World,
  call: Call,
  operation: Operation,
): Promise<void> {
  const { order, delaysMs, oneByOne, oddities } = operation.announcing;
  if (oddities.has('batch')) announceBatch(world, call, operation);
  const due = order.filter((fact) => !(oddities.has('batch') && isOfTarget(fact)));
  const announce = async (fact: Fact): Promise<void> => {
    const delayMs = delaysMs[fact] ?? 0;
    if (delayMs > 0 && (await world.timers.sleep(delayMs)) === 'closed') return;
    await announceFact(world, call, operation, fact);
  };
  if (oneByOne) {
    for (const fact of due) await announce(fact);
  } else {
    await Promise.all(due.map(announce));
  }
}

async function announceFact(
  world: World,
  call: Call,
  operation: Operation,
  fact: Fact,
): Promise<void> {
  const { oddities, lost } = operation.announcing;
  if (fact === 'terminated' || fact === 'deleted') {
    await announceTeardown(world, operation, fact);
    return;
  }
  if (fact === 'originalRoster') {
    await announceOriginalRoster(world, operation);
    return;
  }
  const items = lost.includes(fact) ? [] : targetItems(call, operation, fact);
  if (items.length > 0) {
    const { clientContext } = operation;
    await notify(world, call, { about: fact, clientContext, items, oddities });
  }
  if (fact === 'completion') operation.markAnnounced();
}

/** Completion and roster in one envelope. */
function announceBatch(world: World, call: Call, operation: Operation): void {
  const { order, lost, oddities } = operation.announcing;
  const told = order.filter((fact) => isOfTarget(fact) && !lost.includes(fact));
  const items = told.flatMap((fact) => targetItems(call, operation, fact));
  const { clientContext } = operation;
  const sent =
    items.length === 0
      ? Promise.resolve()
      : notify(world, call, { about: told.join('+'), clientContext, items, oddities });
  void sent.then(operation.markAnnounced);
}

function isOfTarget(fact: Fact): boolean {
  return fact === 'completion' || fact === 'roster';
}

function targetItems(call: Call, operation: Operation, fact: Fact): readonly NotificationItem[] {
  const { oddities, completionBy } = operation.announcing;
  if (call.ended) return [];
  if (fact === 'completion') {
    if (completionBy !== 'notification') return [];
    const ended = endedOperation(call, operation);
    const foreign = oddities.has('foreignOperation') ? [foreignOperationItem(ended, oddities)] : [];
    return [...foreign, operationItem(ended, oddities)];
  }
  const someoneIn = operation.seats.some((seat) => seat.state === 'joined' && seat.listed);
  if (!someoneIn || oddities.has('originalRosterOnly')) return [];
  return [currentRosterItem(call, oddities)];
}

/** In a replace the original call's roster still shows the person (quirk 13), in a move it does no longer. */
async function announceOriginalRoster(world: World, operation: Operation): Promise<void> {
  const { oddities, lost } = operation.announcing;
  const original = originalCallOf(world, operation);
  if (original === null || lost.includes('originalRoster')) return;
  if (oddities.has('noOriginalRoster')) return;
  const items = [currentRosterItem(original, oddities)];
  await notify(world, original, { about: 'originalRoster', clientContext: null, items, oddities });
}

/** The call is really over with the first of its two facts, announced or not. */
async function announceTeardown(
  world: World,
  operation: Operation,
  part: 'terminated' | 'deleted',
): Promise<void> {
  const { oddities, lost, originalCallStays } = operation.announcing;
  const original = originalCallOf(world, operation);
  // A move's source is a meeting: it goes on (docs/protocol.md 3).
  if (original?.kind !== 'peerToPeer' || originalCallStays) return;
  stopCall(world, original, 'replaced', transferred);
  if (lost.includes(part)) return;
  await announceEnd(world, original, part, { resultInfo: transferred, oddities });
}

/** The call that a completed operation replaced. */
export function originalCallOf(world: World, operation: Operation): Call | null {
  const [seat] = operation.seats;
  if (operation.status !== 'completed' || seat === undefined) return null;
  if (seat.replacesCallId === null) return null;
  return findCall(world, seat.replacesCallId) ?? null;
}
