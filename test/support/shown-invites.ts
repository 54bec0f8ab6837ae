/** Invites whose texts a person would read in the Temporal UI, one for each situation. */
import { randomUUID } from 'node:crypto';
import type { InviteHandle } from '../../client/index.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import type { Script } from '../../simulator/index.ts';
import type { Cloud } from './cloud.ts';
import { until } from './until.ts';

export const shownPhone = '+15550100321';

const situations = {
  ringing: { answer: { kind: 'never' } },
  joined: {},
  failed: { answer: { kind: 'busy' } },
  refused: { answer: { kind: 'httpStatus', status: 403, code: 'Forbidden' } },
  unknown: { answer: { kind: 'never' } },
  notTakenBack: { answer: { kind: 'never' } },
} satisfies Record<string, Omit<Script, 'inviteeId' | 'clientContext'>>;

export type Situation = keyof typeof situations;

export interface ShownInvite {
  readonly callId: string;
  readonly handle: InviteHandle;
}

/** Starts one invite by telephone for each of these, and waits until each rings or has ended as it should. */
export async function showInvites<S extends Situation>(
  cloud: Cloud,
  wanted: readonly S[],
): Promise<Readonly<Record<S, ShownInvite>>> {
  const shown = await Promise.all(
    wanted.map(async (one) => [one, await show(cloud, one)] as const),
  );
  return Object.fromEntries(shown) as Record<S, ShownInvite>;
}

async function show(cloud: Cloud, situation: Situation): Promise<ShownInvite> {
  const inviteId = `${situation}-${randomUUID()}`;
  const { callId } = cloud.simulator.createCall({ kind: 'group', callbackUri: cloud.callbackUri });
  cloud.simulator.script({ clientContext: inviteId, ...situations[situation] });
  const short = situation === 'unknown' ? { operationMs: 500 } : { operationMs: 3_600_000 };
  const handle = await cloud.invites.start({
    inviteId,
    callId,
    tenantId: tenantOf(situation),
    participants: [{ identity: { phone: { id: shownPhone, displayName: 'Ada Example' } } }],
    deadlines: { ...short, reconcileMs: 500 },
  });
  if (situation === 'ringing' || situation === 'notTakenBack') {
    await until(async () => (await handle.status()).phase === 'awaitingOutcome', 'it rings');
  }
  if (situation === 'notTakenBack') await handle.cancel();
  if (situation !== 'ringing') await handle.result().catch(() => undefined);
  return { callId, handle };
}

/** The one that joins names its tenant. */
function tenantOf(situation: Situation): string | null {
  return situation === 'joined' ? shownTenant : null;
}

export const shownTenant = '3f1c7f7e-6d0b-4b4e-9a51-1f6a0c2c9d10';

/** A request that breaks a rule, by name, as from another language. */
export async function startIllFormed(cloud: Cloud): Promise<string> {
  const workflowId = `invite/ill-formed-${randomUUID()}`;
  const { taskQueue, client } = cloud;
  const args = [{ callId: 'a b', participants: [] }];
  const run = await client.workflow.start(inviteWorkflowType, { workflowId, taskQueue, args });
  await run.result().catch(() => undefined);
  return workflowId;
}
