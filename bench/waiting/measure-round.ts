import { planCalls, invitesOf, splitCalls, type PlannedInvite } from './plan-calls.ts';
import type { CacheSize, WaitingOptions } from './options.ts';
import { kill, type Killed } from './phases/kill.ts';
import { restart, type Restarted } from './phases/restart.ts';
import { serve, type Served } from './phases/serve.ts';
import { wait, type Waited } from './phases/wait.ts';
import type { Round } from './round.ts';
import type { GraphStandIn } from '../support/graph-stand-in.ts';

/** What one size of the cache led to. */
export interface RoundFindings {
  readonly cache: CacheSize;
  readonly waited: Waited;
  /** Invites that the worker had in memory. */
  readonly warm: Served;
  /** Invites that it had dropped; absent where it had room for all. */
  readonly evicted: Served | undefined;
  readonly killed: Killed;
  readonly restarted: Restarted;
  readonly wrong: readonly string[];
}

/** More would only take longer: processor time is counted in hundredths of a second. */
const mostServed = 200;

/** One after the other, each with other invites of the same crowd. */
export async function measureRound(round: Round, options: WaitingOptions): Promise<RoundFindings> {
  const { invites: count, inFlight } = options;
  const calls = planCalls(count, round.random);
  const first = await round.startWorker();
  const waited = await wait(round, first, invitesOf(calls));
  const { cachedWorkflows } = waited.atRest;
  // The last to come are the last to be dropped.
  const warmCount = Math.min(mostServed, Math.floor(count / 5), Math.floor(cachedWorkflows / 2));
  const [warmCalls, colder] = splitCalls(calls.toReversed(), warmCount);
  const [inFlightCalls, coldest] = splitCalls(colder, inFlight);
  const dropped = count - cachedWorkflows;
  const evictedCount = Math.min(mostServed, Math.floor(count / 5), Math.floor(dropped / 2));
  const [evictedCalls, left] = splitCalls(coldest.toReversed(), evictedCount);

  const warm = await serve(round, first, { what: 'joined from the cache', calls: warmCalls });
  const evicted =
    evictedCalls.length === 0
      ? undefined
      : await serve(round, first, { what: 'joined by replay', calls: evictedCalls });
  const second = await round.startWorker();
  const killed = await kill(round, first, inFlightCalls);
  const restarted = await restart(round, second, left);
  const posted = [...invitesOf(calls), ...killed.posted];
  return {
    ...{ cache: round.cache, waited, warm, evicted, killed, restarted },
    wrong: [
      ...waited.missing,
      ...[warm, evicted, killed, restarted].flatMap((phase) => phase?.lost ?? []),
      ...postsThatAreWrong(round.site.graph, posted),
    ],
  };
}

function postsThatAreWrong(
  { posts, strange }: GraphStandIn,
  invites: readonly PlannedInvite[],
): readonly string[] {
  return [
    ...invites.flatMap(({ inviteId }) => {
      const times = posts.get(inviteId) ?? 0;
      return times === 1 ? [] : [`Invite ${inviteId} was posted ${times} times.`];
    }),
    ...strange.map((what) => `Graph was asked for what no invite needed: ${what}.`),
  ];
}
