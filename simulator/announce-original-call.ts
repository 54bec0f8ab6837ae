import type { ResultInfo } from './bodies/result-info.ts';
import type { Call, Operation } from './call.ts';
import { announceEnd, stopCall } from './call-state.ts';
import { decideSilence } from './faults/deliveries.ts';
import { randomFor } from './faults/random.ts';
import { notify, writeLost } from './notify.ts';
import { currentRosterItem } from './roster.ts';
import { faultsOf, findCall, type World } from './world.ts';

/** The usual end of a replaced call: the person was transferred (docs/protocol.md 8). */
const transferred: ResultInfo = { code: 200, subcode: 7015, message: 'The call was replaced.' };

/** In a replace the original call's roster still shows the person (quirk 13), in a move it does no longer. */
export async function announceOriginalRoster(world: World, operation: Operation): Promise<void> {
  const { oddities, lost } = operation.announcing;
  const original = originalCallOf(world, operation);
  if (original === null || oddities.has('noOriginalRoster')) return;
  if (lost.includes('originalRoster')) {
    writeLost(world, original, { about: 'originalRoster', clientContext: null });
    return;
  }
  const items = [currentRosterItem(original, oddities)];
  await notify(world, original, { about: 'originalRoster', clientContext: null, items, oddities });
}

/** The call is really over with the first of its two facts, announced or not. */
export async function announceTeardown(
  world: World,
  operation: Operation,
  part: 'terminated' | 'deleted',
): Promise<void> {
  const { oddities, lost, originalCallStays } = operation.announcing;
  const original = originalCallOf(world, operation);
  // A move's source is a meeting: it goes on (docs/protocol.md 3).
  if (original?.kind !== 'peerToPeer' || originalCallStays) return;
  stopCall(world, original, { cause: 'replaced', resultInfo: transferred });
  if (lost.includes(part)) {
    writeLost(world, original, { about: part, clientContext: null });
    return;
  }
  const fault = forgetsTeardown(world, original) ? 'forgetTeardown' : null;
  await announceEnd(world, original, part, { resultInfo: transferred, oddities, fault });
}

/** One decision for both notifications of the end. */
function forgetsTeardown(world: World, original: Call): boolean {
  const random = randomFor(world.seed, `teardown ${original.ordinal}`);
  return decideSilence(faultsOf(world, original).deliveries, random);
}

/** The call that a completed operation replaced. */
export function originalCallOf(world: World, operation: Operation): Call | null {
  const [seat] = operation.seats;
  if (operation.status !== 'completed' || seat === undefined) return null;
  if (seat.replacesCallId === null) return null;
  return findCall(world, seat.replacesCallId) ?? null;
}
