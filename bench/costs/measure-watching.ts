import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { createInviteClient } from '../../client/index.ts';
import type { InviteStatus } from '../../contracts/types.ts';
import { beginInvite } from './begun-invite.ts';
import { joinsApart } from './situations/situation.ts';
import type { Stage } from './stage.ts';

export interface Watching {
  /** Queries that `watch()` sent, each of them an action. */
  readonly queries: number;
  /** What it told. */
  readonly statuses: number;
}

/** How long it rings before somebody answers. */
export const watchedMs = 3_000;

/** One invite followed with `watch()` as it comes, from its start to its end. */
export async function measureWatching(stage: Stage): Promise<Watching> {
  let queries = 0;
  const { connection, options } = stage.client;
  const client = new Client({
    connection,
    namespace: options.namespace,
    interceptors: {
      workflow: [
        {
          query: (input, next) => {
            queries += 1;
            return next(input);
          },
        },
      ],
    },
  });
  const invite = await beginInvite(stage, {});
  const watched = createInviteClient({ client }).get(invite.inviteId);
  const watching = phasesOf(watched.watch());
  await pause(watchedMs);
  await joinsApart(invite);
  await invite.ended();
  const statuses = (await watching).length;
  return { queries, statuses };
}

async function phasesOf(statuses: AsyncIterable<InviteStatus>): Promise<string[]> {
  const phases: string[] = [];
  for await (const { phase } of statuses) phases.push(phase);
  return phases;
}
