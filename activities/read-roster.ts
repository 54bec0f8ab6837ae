import { Context } from '@temporalio/activity';
import type { InviteActivities, RosterReading } from '../contracts/activities.ts';
import { RosterAnswerSchema } from '../contracts/schemas/graph-answers.ts';
import { readRosterEntries } from '../contracts/schemas/graph-participant.ts';
import type { ActivityDeps } from './deps.ts';
import { graphFailure } from './graph/classify-error.ts';
import { notFoundAs } from './graph/not-found.ts';

/**
 * Who of the people asked for stands in the call's roster.
 * Retry: by Temporal inside the time for asking Graph, after Retry-After where there is one.
 * Exhausted: the workflow takes the roster as unknown. A second execution is harmless.
 */
export function createReadRoster({ graph }: ActivityDeps): InviteActivities['readRoster'] {
  return async ({ callId, tenantId, keys, askAgainWhenEmpty = false }) =>
    await notFoundAs<RosterReading>({ size: 0, participants: [], callEnded: true }, async () => {
      const answer = await graph.request({
        method: 'GET',
        path: ['communications', 'calls', callId, 'participants'],
        tenantId,
        signal: Context.current().cancellationSignal,
      });
      const read = RosterAnswerSchema.safeParse(answer.json);
      if (!read.success) throw graphFailure('GraphUnclear', 'Graph gave no readable roster.');
      if (askAgainWhenEmpty && read.data.value.length === 0) {
        throw graphFailure('GraphUnclear', 'Graph listed nobody, which proves nothing.');
      }
      const entries = readRosterEntries(read.data.value);
      return {
        size: read.data.value.length,
        participants: entries.filter(({ key }) => keys.includes(key)),
        callEnded: false,
      };
    });
}
