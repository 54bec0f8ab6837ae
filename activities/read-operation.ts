import { Context } from '@temporalio/activity';
import type { InviteActivities, OperationReading } from '../contracts/activities.ts';
import type { ActivityDeps } from './deps.ts';
import { graphFailure } from './graph/classify-error.ts';
import { readOperationAnswer } from './graph/invite-answer.ts';
import { notFoundAs } from './graph/not-found.ts';

/**
 * How the operation stands. Best effort: no page grants this reading for invites, and an ended operation is announced as
 * deleted, so 404 is to be expected and says nothing (docs/protocol.md 5).
 * Retry: by Temporal inside the time for asking Graph. Exhausted: unknown. A second execution is harmless.
 */
export function createReadOperation({ graph }: ActivityDeps): InviteActivities['readOperation'] {
  return async ({ callId, tenantId, operationId }) =>
    await notFoundAs<OperationReading>({ status: 'unknown' }, async () => {
      const answer = await graph.request({
        method: 'GET',
        path: ['communications', 'calls', callId, 'operations', operationId],
        tenantId,
        signal: Context.current().cancellationSignal,
      });
      const read = readOperationAnswer(answer.json);
      if (!read) throw graphFailure('GraphUnclear', 'Graph gave no readable operation.');
      const { status, resultInfo } = read;
      return { status, ...(resultInfo && { resultInfo }) };
    });
}
