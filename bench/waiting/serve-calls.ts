import { inLanes } from '../support/in-lanes.ts';
import type { Random } from '../support/random.ts';
import { completionOf, rosterOf, tenantId } from './notifications.ts';
import type { PlannedCall } from './plan-calls.ts';
import type { Site } from './site.ts';
import { untilDone } from './until-done.ts';

interface Serving {
  readonly calls: readonly PlannedCall[];
  readonly random: Random;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  /** After each call, with how many have been served. */
  readonly onCall?: (done: number) => void;
}

const callsAtOnce = 20;

/**
 * Sends what Graph sends when everyone answers: the completion of each invite, then one roster of the call with everyone.
 * @returns how many notifications had to be sent again
 */
export async function serveCalls(
  { receive }: Site,
  { calls, random, deadline, onCall }: Serving,
): Promise<number> {
  let again = 0;
  let done = 0;
  const send = async (body: unknown) => {
    again += await untilDone(deadline, () => receive(body, tenantId));
  };
  await inLanes(calls, callsAtOnce, async (call) => {
    await Promise.all(call.invites.map((invite) => send(completionOf(invite, random))));
    await send(rosterOf(call, random));
    done += 1;
    onCall?.(done);
  });
  return again;
}
