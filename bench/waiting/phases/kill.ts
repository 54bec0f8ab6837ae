import { awaitResults } from '../await-results.ts';
import { invitesOf, planCalls, type PlannedCall, type PlannedInvite } from '../plan-calls.ts';
import { deadlineFor, type Round } from '../round.ts';
import { serveCalls } from '../serve-calls.ts';
import { awaitPosts, startInvites } from '../start-invites.ts';
import type { WaitingWorker } from '../waiting-worker.ts';

export interface Killed {
  readonly waiting: number;
  /** Whose POST was on the wire. */
  readonly posting: number;
  readonly joinedBefore: number;
  /** Milliseconds from the kill until the last notification was stored. */
  readonly notifiedMs: number;
  /** Milliseconds from the kill, of all that joined after it. */
  readonly joinedMs: readonly number[];
  readonly lost: readonly string[];
  /** Those that were posting. */
  readonly posted: readonly PlannedInvite[];
}

const mostPosting = 20;

/**
 * The worker dies while its invites are about to go on: a quarter of their calls have been told of, the rest is told of at
 * once. Others stand at their POST, which Graph has and has not answered. A second worker is there.
 */
export async function kill(
  { site, random, log }: Round,
  worker: WaitingWorker,
  calls: readonly PlannedCall[],
): Promise<Killed> {
  const waiting = invitesOf(calls);
  const postingCalls = planCalls(Math.min(mostPosting, waiting.length), random);
  const posted = invitesOf(postingCalls);
  const deadline = deadlineFor(waiting.length + posted.length);
  site.graph.hold();
  await startInvites(site, posted, deadline, log);
  await awaitPosts(site, posted, deadline, log);
  let killedAt = 0;
  let gone: Promise<void> | undefined;
  const killAt = Math.ceil(calls.length / 4);
  const [{ joinedAt, lost }, notifiedAt] = await Promise.all([
    awaitResults(site, [...waiting, ...posted], deadline),
    serveCalls(site, {
      ...{ calls: [...calls, ...postingCalls], random, deadline },
      onCall: (done) => {
        if (done !== killAt) return;
        killedAt = performance.now();
        gone = worker.kill();
      },
    }).then(() => performance.now()),
  ]);
  await gone;
  site.graph.release();
  const sinceKill = [...joinedAt.values()].map((at) => at - killedAt);
  return {
    ...{ waiting: waiting.length, posting: posted.length, lost, posted },
    joinedBefore: sinceKill.filter((ms) => ms < 0).length,
    notifiedMs: notifiedAt - killedAt,
    joinedMs: sinceKill.filter((ms) => ms >= 0),
  };
}
