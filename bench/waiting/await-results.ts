import { inLanes } from '../support/in-lanes.ts';
import type { Progress } from '../support/progress.ts';
import type { PlannedInvite } from './plan-calls.ts';
import type { Site } from './site.ts';

export interface Results {
  /** When each was known to have joined, on the clock of `performance.now()`. */
  readonly joinedAt: ReadonlyMap<string, number>;
  /** A sentence for each that did not join in time. */
  readonly lost: readonly string[];
}

/** A server takes 1,200 waiting calls of a namespace (docs/temporal-facts.md 4). */
const mostAtOnce = 500;

/** Waits for the result of each, with the client of the project. */
export async function awaitResults(
  { invites }: Site,
  planned: readonly PlannedInvite[],
  deadline: number,
  progress?: Progress,
): Promise<Results> {
  const joinedAt = new Map<string, number>();
  const lost: string[] = [];
  await inLanes(planned, mostAtOnce, async ({ inviteId }) => {
    const left = Math.max(1, Math.ceil(deadline - performance.now()));
    try {
      const { confirmedBy } = await invites
        .get(inviteId)
        .result({ signal: AbortSignal.timeout(left) });
      joinedAt.set(inviteId, performance.now());
      progress?.step();
      if (confirmedBy.completion !== 'notification' || confirmedBy.roster !== 'notification') {
        lost.push(`Invite ${inviteId} has joined, but learned so without its notifications.`);
      }
    } catch (error) {
      lost.push(`Invite ${inviteId} has not joined: ${reasonOf(error)}`);
    }
  });
  return { joinedAt, lost };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'TimeoutError' ? 'no end in time.' : `${error.name}: ${error.message}`;
}
