import { setTimeout as pause } from 'node:timers/promises';
import { historyCounts, type HistoryCounts } from './history-counts.ts';
import type { MeetingStack } from './stack.ts';
import type { Random } from '../support/random.ts';

/** An invite that waits on the call of the meeting. */
export interface WaitingInvite {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
}

/** How an invite ended, and when on the clock of `performance`. */
export interface Ended {
  readonly outcome: string;
  readonly at: number;
}

export interface WaitingInvites {
  readonly invites: readonly WaitingInvite[];
  /** By invite, in their order; an invite that has not ended in time has none. */
  ends(withinMs: number): Promise<readonly (Ended | undefined)[]>;
  histories(): Promise<readonly HistoryCounts[]>;
  /** Ends the waiting for those that have not ended: on a closed connection Temporal's client would try again. */
  stop(): void;
}

const postedWithinMs = 30_000;
/** Far beyond a load, so that no deadline of an invite stands in its figures. */
const patient = { operationMs: 1_200_000, rosterMs: 1_200_000 };

/** Starts invites of one person each, and waits until Graph has them all. */
export async function startWaitingInvites(
  { invites: client, graph, temporal }: MeetingStack,
  {
    callId,
    count,
    random,
  }: { readonly callId: string; readonly count: number; readonly random: Random },
): Promise<WaitingInvites> {
  const invites = Array.from({ length: count }, () => ({
    ...{ inviteId: random.guid(), callId, personId: random.guid() },
  }));
  const watching = new AbortController();
  const { signal } = watching;
  const ends = await Promise.all(
    invites.map(async ({ inviteId, personId }) => {
      const participants = [{ identity: { user: { id: personId } } }];
      const handle = await client.start({ inviteId, callId, participants, deadlines: patient });
      return endOf(handle.result({ signal }));
    }),
  );
  await untilPosted(graph.posts, invites);
  return {
    invites,
    ends: (withinMs) => Promise.all(ends.map(({ ended }) => inTime(ended, withinMs))),
    stop: () => {
      watching.abort();
    },
    histories: () =>
      Promise.all(invites.map(({ inviteId }) => historyCounts(temporal.client, inviteId))),
  };
}

/** In an object, since a promise that is returned from a promise would be awaited. */
function endOf(result: Promise<{ readonly outcome: string }>): { readonly ended: Promise<Ended> } {
  const ended = result.then(
    ({ outcome }) => ({ outcome, at: performance.now() }),
    (error: unknown) => ({ outcome: String(error), at: performance.now() }),
  );
  return { ended };
}

async function inTime(ended: Promise<Ended>, withinMs: number): Promise<Ended | undefined> {
  const patience = new AbortController();
  const late = pause(withinMs, undefined, { signal: patience.signal }).catch(() => undefined);
  return Promise.race([ended, late]).finally(() => {
    patience.abort();
  });
}

async function untilPosted(
  posts: ReadonlyMap<string, number>,
  invites: readonly WaitingInvite[],
): Promise<void> {
  const end = performance.now() + postedWithinMs;
  while (!invites.every(({ inviteId }) => posts.has(inviteId))) {
    if (performance.now() > end) throw new Error('Not all invites were posted in time.');
    await pause(20);
  }
}
