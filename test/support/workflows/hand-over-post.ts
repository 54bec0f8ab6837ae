/** A workflow of the tests alone: hands one POST to the product's worker as a server without eager activities does. */
import { proxyActivities } from '@temporalio/workflow';
import type { InviteActivities, PostInviteInput } from '../../../contracts/activities.ts';

export async function handOverPost(taskQueue: string, input: PostInviteInput): Promise<void> {
  const { postInvite } = proxyActivities<InviteActivities>({
    taskQueue,
    allowEagerDispatch: false,
    startToCloseTimeout: 7_000,
    retry: { maximumAttempts: 1 },
  });
  await postInvite(input);
}
