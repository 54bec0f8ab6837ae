import type { Client } from '@temporalio/client';
import { createInviteClient } from '../../client/index.ts';
import { sharedNow } from '../support/clock.ts';
import { tally } from '../support/statistics.ts';
import type { Driven, Load, Settings } from './engine-protocol.ts';

type Invite = Load['invites'][number];
/** Starts an invite and waits for its end; rejects unless it is joined. */
type RunInvite = (invite: Invite) => Promise<unknown>;

/** A closed loop: each lane starts its next invite when the last has ended. */
export async function drive({ invites, concurrency }: Load, run: RunInvite): Promise<Driven> {
  const left = invites.values();
  const ended: Driven['invites'] = [];
  const failures: string[] = [];
  const begun = sharedNow();
  const lane = async () => {
    for (const invite of left) {
      const startedAt = sharedNow();
      try {
        await inTime(run(invite));
        ended.push({ inviteId: invite.inviteId, startedAt, endedAt: sharedNow() });
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { ms: sharedNow() - begun, invites: ended, failures: tally(failures) };
}

/** A naive invite has no deadline: one whose notification was lost would be waited for without end. */
const patienceMs = 120_000;

async function inTime(running: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not ended after ${patienceMs / 1_000} s`));
    }, patienceMs);
  });
  await Promise.race([running, late]).finally(() => {
    clearTimeout(timer);
  });
}

/** Ours through the product's own client, the naive one through Temporal's. */
export function inviteRunner(client: Client, settings: Settings): RunInvite {
  const { product, promises, taskQueue, eagerStart } = settings;
  if (product === 'naive') {
    return ({ inviteId, ...invite }) =>
      client.workflow.execute('naiveInvite', {
        workflowId: `naive/${inviteId}`,
        taskQueue,
        args: [{ inviteId, ...invite, promises }],
        requestEagerStart: eagerStart,
      });
  }
  const invites = createInviteClient({ client, taskQueue, eagerStart });
  return async ({ callId, inviteId, personId }) => {
    const participants = [{ identity: { user: { id: personId } } }];
    const handle = await invites.start({ inviteId, callId, participants });
    return handle.result();
  };
}
