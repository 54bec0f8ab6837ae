import {
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { graphInviteOutcome } from '../../../contracts/search-attributes.ts';
import type { Promised } from '../engine-protocol.ts';

/** What an invite is to the naive workflow. */
export interface NaiveInvite {
  readonly callId: string;
  readonly inviteId: string;
  readonly personId: string;
  /** What it does of the things that an invite of ours promises. */
  readonly promises: readonly Promised[];
}

export const naiveCompleted = defineSignal<[object]>('completed');
export const naiveInRoster = defineSignal<[object]>('inRoster');

const { naivePost } = proxyActivities<{ naivePost: (invite: NaiveInvite) => Promise<unknown> }>({
  startToCloseTimeout: '20 seconds',
});

/**
 * What our workflow is compared with: one activity and two signals that somebody sends straight to it, without register,
 * deadlines, search attributes or anything else that an invite promises.
 */
export async function naiveInvite(invite: NaiveInvite): Promise<string> {
  const facts = { completed: false, inRoster: false };
  setHandler(naiveCompleted, () => {
    facts.completed = true;
  });
  setHandler(naiveInRoster, () => {
    facts.inRoster = true;
  });
  const deadline = new CancellationScope();
  if (invite.promises.includes('deadline')) {
    deadline
      .run(() => sleep('120 seconds'))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }
  await naivePost(invite);
  await condition(() => facts.completed && facts.inRoster);
  deadline.cancel();
  if (invite.promises.includes('outcome')) {
    upsertSearchAttributes([{ key: graphInviteOutcome, value: 'joined' }]);
  }
  return 'joined';
}
