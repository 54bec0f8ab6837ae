import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/index.ts';
import type { TorturePlan } from './plan.ts';

/** Longer than the pause between two tries of a delivery. */
const settleMs = 2_500;
const longestMs = 90_000;
const lookMs = 200;

/** Resolves when Graph has nothing more to say: no entry for longer than anything of this plan is held back. */
export async function awaitQuiet(simulator: Simulator, plan: TorturePlan): Promise<void> {
  const quietMs = heldBackMs(plan) + settleMs;
  const giveUpAt = Date.now() + longestMs;
  let seen = -1;
  let since = Date.now();
  while (Date.now() - since < quietMs && Date.now() < giveUpAt) {
    const last = simulator.ledger(seen).at(-1);
    if (last) {
      seen = last.seq;
      since = Date.now();
    }
    await sleep(lookMs);
  }
}

function heldBackMs({ calls }: TorturePlan): number {
  const plans = calls.flatMap((call) => call.calls.map(({ faults }) => faults?.deliveries ?? {}));
  const times = plans.flatMap(({ lateMs = 0, repeatMs = 0, reorderMs = 0 }) => [
    lateMs,
    repeatMs,
    reorderMs,
  ]);
  return Math.max(0, ...times);
}
