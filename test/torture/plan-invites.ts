import type { InviteRequest } from '../../client/index.ts';
import { facts, type Script } from '../../simulator/script.ts';
import type { Dice } from './dice.ts';
import type { Tables } from './plan-call.ts';
import type { PlannedInvite } from './plan.ts';
import type { Situation, SituationName } from './situations.ts';

interface Planned {
  readonly invites: readonly PlannedInvite[];
  readonly scripts: readonly Script[];
}

/** The invite of a situation, or both of them, with deadlines of seconds and what Graph does for them. */
export function planInvites(
  { dice, isWanted }: Pick<Tables, 'dice' | 'isWanted'>,
  drawn: {
    readonly callId: string;
    /** Of the call, when it has one of its own. */
    readonly tenantId: string | undefined;
    readonly name: SituationName;
    readonly situation: Situation;
  },
): Planned {
  const { callId, tenantId, name, situation } = drawn;
  const { cancelAfterMs, startedTwice, again = false } = situation;
  const inviteIds = again ? [dice.id(), dice.id()] : [dice.id()];
  const request = {
    ...requestOf(callId, situation, dice),
    ...(tenantId !== undefined && dice.chance(0.7) && { tenantId }),
  };
  const news = isWanted('reorder') ? shuffledNews(dice) : {};
  return {
    invites: inviteIds.map((inviteId) => ({
      ...{ situation: name, inviteId, request, afterMs: dice.between(0, 1_500) },
      ...(cancelAfterMs !== undefined && { cancelAfterMs }),
      ...(startedTwice && { startedTwice }),
    })),
    scripts: [
      ...(situation.scripts ?? []).map((script) => ({ ...news, ...script })),
      ...inviteIds.flatMap((clientContext) =>
        situation.script ? [{ ...news, ...situation.script, clientContext }] : [],
      ),
    ],
  };
}

function requestOf(callId: string, situation: Situation, dice: Dice): InviteRequest {
  const { participants, ringMs } = situation;
  return {
    ...{ callId, participants: [...participants] },
    deadlines: {
      operationMs: dice.between(6_000, 10_000),
      rosterMs: dice.between(2_000, 5_000),
      teardownMs: dice.between(2_500, 5_000),
      reconcileMs: dice.between(4_000, 8_000),
      unknownMs: dice.between(2_500, 4_000),
      ...(ringMs !== undefined && { ringMs }),
    },
    ...(dice.chance(0.25) && { onUnknownOutcome: 'repostOnce' }),
    ...situation.request,
  };
}

/** In another order, apart from each other, or each only after the one before. */
function shuffledNews(dice: Dice): Pick<Script, 'order' | 'delaysMs' | 'oneByOne'> {
  const delaysMs = Object.fromEntries(facts.map((fact) => [fact, dice.between(0, 1_200)]));
  return {
    ...(dice.chance(0.25) && { order: dice.shuffled(facts) }),
    ...(dice.chance(0.2) && { delaysMs }),
    ...(dice.chance(0.1) && { oneByOne: true }),
  };
}
