import type { Random } from '../support/random.ts';

export interface PlannedInvite {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
}

/** A call and all who are invited into it. */
export interface PlannedCall {
  readonly callId: string;
  readonly invites: readonly PlannedInvite[];
}

const together = 5;

/** Half of the invites alone in their call, the others five to a call, in turns: five calls of one, one call of five. */
export function planCalls(invites: number, random: Random): readonly PlannedCall[] {
  const calls: PlannedCall[] = [];
  for (let left = invites; left > 0;) {
    const size = calls.length % (together + 1) === together ? Math.min(together, left) : 1;
    calls.push(plannedCall(size, random));
    left -= size;
  }
  return calls;
}

export function invitesOf(calls: readonly PlannedCall[]): readonly PlannedInvite[] {
  return calls.flatMap(({ invites }) => invites);
}

function plannedCall(size: number, random: Random): PlannedCall {
  const callId = random.guid();
  const invites = Array.from({ length: size }, () => ({
    inviteId: random.guid(),
    callId,
    personId: random.guid(),
  }));
  return { callId, invites };
}

/** The first calls that hold so many invites together, and the rest. */
export function splitCalls(
  calls: readonly PlannedCall[],
  invites: number,
): readonly [readonly PlannedCall[], readonly PlannedCall[]] {
  let taken = 0;
  let index = 0;
  for (const call of calls) {
    if (taken >= invites) break;
    taken += call.invites.length;
    index += 1;
  }
  return [calls.slice(0, index), calls.slice(index)];
}
