import { Context } from '@temporalio/activity';
import type { CallReading, InviteActivities } from '../contracts/activities.ts';
import { CallAnswerSchema } from '../contracts/schemas/graph-answers.ts';
import { readResultInfo } from '../contracts/schemas/graph-result-info.ts';
import type { ActivityDeps } from './deps.ts';
import { graphFailure } from './graph/classify-error.ts';
import { notFoundAs } from './graph/not-found.ts';

/**
 * Whether a call has ended: Graph no longer knows it, or shows it terminated.
 * Retry: by Temporal inside the time for asking Graph. Exhausted: the workflow takes the call as unknown.
 * A second execution is harmless.
 */
export function createReadCall({ graph }: ActivityDeps): InviteActivities['readCall'] {
  return async ({ callId, tenantId }) =>
    await notFoundAs<CallReading>({ ended: true }, async () => {
      const answer = await graph.request({
        method: 'GET',
        path: ['communications', 'calls', callId],
        tenantId,
        signal: Context.current().cancellationSignal,
      });
      const read = CallAnswerSchema.safeParse(answer.json);
      if (!read.success) throw graphFailure('GraphUnclear', 'Graph gave no readable call.');
      const { state, callState, resultInfo } = read.data;
      return {
        ended: (state ?? callState) === 'terminated',
        ...(resultInfo != null && { resultInfo: readResultInfo(resultInfo) }),
      };
    });
}
