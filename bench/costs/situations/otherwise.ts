import type { BegunInvite } from '../begun-invite.ts';
import type { Situation } from './situation.ts';

/** Nobody ever answers. */
const never = { answer: { kind: 'never' } } as const;
/** Without the id of the participant there is nothing to take back (docs/protocol.md 2). */
const neverWithId = { ...never, oddities: ['participantIdInAnswer'] } as const;

/** Invites that end without anybody having joined. */
export const otherwise: readonly Situation[] = [
  { name: 'declined', ends: 'InviteDeclined', plan: {}, drive: failing(603, 0) },
  {
    name: 'no answer, as Graph says',
    ends: 'InviteNoAnswer',
    plan: {},
    drive: failing(487, 10004),
  },
  {
    ...{ name: 'no answer within ringMs, taken back', ends: 'InviteNoAnswer' },
    plan: { script: neverWithId, request: { deadlines: { ringMs: 300 } } },
    drive: () => Promise.resolve(),
  },
  {
    ...{ name: 'canceled while it rings, taken back', ends: 'canceled' },
    plan: { script: neverWithId },
    drive: canceled,
  },
  {
    ...{ name: 'canceled while it rings, no id to take it back by', ends: 'canceled' },
    plan: { script: never },
    drive: canceled,
  },
  {
    ...{ name: 'the call ended', ends: 'CallEnded', plan: { script: never } },
    drive: async (invite) => {
      await invite.inPhase('awaitingOutcome');
      await invite.tell('callTerminated');
    },
  },
  {
    ...{ name: 'refused by Graph (403)', ends: 'InviteRejected' },
    plan: { script: { answer: { kind: 'httpStatus', status: 403, code: '7504' } } },
    drive: () => Promise.resolve(),
  },
];

async function canceled(invite: BegunInvite): Promise<void> {
  await invite.inPhase('awaitingOutcome');
  await invite.cancel();
}

function failing(code: number, subcode: number) {
  return async (invite: BegunInvite) => {
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationFailed', { resultInfo: { code, subcode } });
  };
}
