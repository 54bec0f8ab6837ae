import { setTimeout as pause } from 'node:timers/promises';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inLanes } from '../support/in-lanes.ts';
import { showProgress } from '../support/progress.ts';
import type { PlannedInvite } from './plan-calls.ts';
import type { Site } from './site.ts';
import { untilDone } from './until-done.ts';

/** Milliseconds, the longest that a request may ask for: nothing is to end by itself meanwhile. */
const hourMs = 3_600_000;
const startsAtOnce = 30;
const looksAtOnce = 30;
const lookAgainMs = 200;

/** Starts each with the client of the project. */
export async function startInvites(
  { invites }: Site,
  planned: readonly PlannedInvite[],
  deadline: number,
  log: (line: string) => void,
): Promise<void> {
  const progress = showProgress(log, 'started', planned.length);
  await inLanes(planned, startsAtOnce, async ({ inviteId, callId, personId }) => {
    const request = {
      ...{ inviteId, callId, participants: [{ identity: { user: { id: personId } } }] },
      deadlines: { operationMs: hourMs, rosterMs: hourMs },
    };
    await untilDone(deadline, () => invites.start(request));
    progress.step();
  });
  progress.end();
}

/**
 * Until Graph has the POST of each; asks nobody.
 * @returns those without one by the deadline
 */
export async function awaitPosts(
  { graph }: Site,
  planned: readonly PlannedInvite[],
  deadline: number,
  log: (line: string) => void,
): Promise<readonly string[]> {
  const left = new Set(planned.map(({ inviteId }) => inviteId));
  const progress = showProgress(log, 'posted', planned.length);
  while (left.size > 0 && performance.now() < deadline) {
    await pause(lookAgainMs);
    for (const inviteId of left) {
      if (!graph.posts.has(inviteId)) continue;
      left.delete(inviteId);
      progress.step();
    }
  }
  progress.end();
  return [...left].map((inviteId) => `Invite ${inviteId} was not posted in time.`);
}

/**
 * Until each has nothing to do but to wait.
 * @returns those that do not wait by the deadline, and why
 */
export async function awaitWaiting(
  site: Site,
  planned: readonly PlannedInvite[],
  deadline: number,
  log: (line: string) => void,
): Promise<readonly string[]> {
  const missing: string[] = [];
  const progress = showProgress(log, 'waiting', planned.length);
  await inLanes(planned, looksAtOnce, async ({ inviteId }) => {
    let state = await stateOf(site, inviteId);
    while (state !== 'waiting' && performance.now() < deadline) {
      await pause(lookAgainMs);
      state = await stateOf(site, inviteId);
    }
    if (state === 'waiting') progress.step();
    else missing.push(`Invite ${inviteId} does not wait: ${state}.`);
  });
  progress.end();
  return missing;
}

/** From the run itself: a query would bring each invite back into the worker's cache. */
async function stateOf({ client, graph }: Site, inviteId: string): Promise<string> {
  if (!graph.posts.has(inviteId)) return 'not posted';
  const { status, raw } = await client.workflow.getHandle(inviteWorkflowId(inviteId)).describe();
  if (status.name !== 'RUNNING') return status.name;
  if ((raw.pendingActivities ?? []).length > 0) return 'at its POST';
  return raw.pendingWorkflowTask ? 'has a workflow task' : 'waiting';
}
