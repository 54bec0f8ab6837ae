import { setTimeout as sleep } from 'node:timers/promises';
import { TemporalUnavailableError, type InviteHandle } from '../../client/index.ts';
import { awaitCaller } from '../checker/caller-saw.ts';
import { allowedMs } from '../checker/ends-in-time.ts';
import type { CallerSaw } from '../checker/evidence.ts';
import { inviteOf } from '../../contracts/invite.ts';
import type { Stack } from '../support/stack.ts';
import type { PlannedInvite } from './plan.ts';

/** What came of one planned invite, as whoever started it saw it. */
export interface CallerStory {
  readonly planned: PlannedInvite;
  readonly saw: CallerSaw;
  /** The second of two callers with the same key. */
  readonly otherSaw?: CallerSaw;
}

const retryMs = 500;

/**
 * Starts the invite, cancels it when planned, and waits for its end, as a patient service would: for as long as its
 * deadlines and an outage of `outageMs` allow.
 */
export async function callOn(
  stack: Stack,
  planned: PlannedInvite,
  outageMs: number,
): Promise<CallerStory> {
  const { inviteId, request, cancelAfterMs, startedTwice } = planned;
  const patience = AbortSignal.timeout(allowedMs(inviteOf(inviteId, request), outageMs));
  const call = async (): Promise<CallerSaw> => {
    const handle = await insist(patience, () => stack.invites.start({ inviteId, ...request }));
    const ended = endOf(handle, patience);
    if (cancelAfterMs !== undefined) {
      await sleep(cancelAfterMs);
      await insist(patience, () => handle.cancel());
    }
    return await ended;
  };
  const [saw, otherSaw] = await Promise.all([call(), startedTwice ? call() : undefined]);
  return { planned, saw, ...(otherSaw && { otherSaw }) };
}

/** Waits for the end of an invite. What Temporal could not tell is asked again. */
async function endOf(handle: InviteHandle, patience: AbortSignal): Promise<CallerSaw> {
  for (;;) {
    const saw = await awaitCaller(handle, { signal: patience });
    if (saw.kind !== 'nothing' || patience.aborted) return saw;
    await sleep(retryMs);
  }
}

/** Until Temporal answers: a start or cancel may have been stored all the same, and repeating it is safe. */
async function insist<Result>(patience: AbortSignal, ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError) || patience.aborted) throw error;
      await sleep(retryMs);
    }
  }
}
