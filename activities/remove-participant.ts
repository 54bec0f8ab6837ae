import { Context } from '@temporalio/activity';
import type { InviteActivities } from '../contracts/activities.ts';
import type { ActivityDeps } from './deps.ts';
import { notFoundAs } from './graph/not-found.ts';

/**
 * Removes a participant, which also withdraws an invitation that still rings.
 * Retry: by Temporal inside the time for asking Graph. Exhausted: the revoke stays unconfirmed.
 * A second execution finds nobody, which is as good.
 */
export function createRemoveParticipant({
  graph,
}: ActivityDeps): InviteActivities['removeParticipant'] {
  return async ({ callId, tenantId, participantId }) => {
    // Not found after an earlier try of ours: that one removed the person and its answer was lost.
    const afterRetry = { removed: Context.current().info.attempt > 1 };
    return await notFoundAs(afterRetry, async () => {
      await graph.request({
        method: 'DELETE',
        path: ['communications', 'calls', callId, 'participants', participantId],
        tenantId,
        signal: Context.current().cancellationSignal,
      });
      return { removed: true };
    });
  };
}
