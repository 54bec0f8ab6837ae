import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../support/stack.ts';
import { callOn, type CallerStory } from './caller.ts';
import type { PlannedCall, TorturePlan } from './plan.ts';
import { createSlots } from './slots.ts';

/** How far the callers are. */
export interface Counts {
  started: number;
  ended: number;
}

/** More at a time would measure the machine, not the product. */
const mostInFlight = 40;

/** Makes every call of the plan, in its order: the simulator's decisions depend on the number of the call. */
export function makeCalls(
  { simulator, callbackUri }: Pick<Stack, 'simulator' | 'callbackUri'>,
  plan: TorturePlan,
): void {
  for (const { calls, scripts } of plan.calls) {
    for (const call of calls) simulator.createCall({ ...call, callbackUri });
    for (const script of scripts) simulator.script(script);
  }
}

/** Starts the invites at their times and waits for all of them to end. */
export async function carryOut(
  stack: Stack,
  plan: TorturePlan,
  counts: Counts,
): Promise<readonly CallerStory[]> {
  const slots = createSlots(mostInFlight);
  // Everything can be down for a while, when it is struck at all.
  const outageMs = plan.strikes.length > 0 ? 60_000 : 5_000;
  const stories = await Promise.all(
    plan.calls.map(async (call) => {
      await sleep(call.startsAtMs);
      const end = endCall(stack, call);
      const stories = await Promise.all(
        call.invites.map(async (planned) => {
          await sleep(planned.afterMs);
          return await slots.run(async () => {
            counts.started += 1;
            const story = await callOn(stack, planned, outageMs);
            counts.ended += 1;
            return story;
          });
        }),
      );
      await end;
      return stories;
    }),
  );
  return stories.flat();
}

async function endCall({ simulator }: Stack, { callId, end }: PlannedCall): Promise<void> {
  if (!end) return;
  await sleep(end.afterMs);
  simulator.endCall(callId, end.how);
}
