import { setTimeout as pause } from 'node:timers/promises';
import {
  InviteCanceledError,
  InviteFailedError,
  type InviteHandle,
  type InviteRequest,
} from '../../client/index.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import type { InvitePhase } from '../../contracts/types.ts';
import type { Script } from '../../simulator/index.ts';
import { silentCall, silently } from './silent-call.ts';
import type { Stage } from './stage.ts';

/** An invite under way. The simulator keeps to itself what happens: the facts come when the benchmark tells them. */
export interface BegunInvite {
  readonly inviteId: string;
  readonly callId: string;
  /** Empty without one. */
  readonly originalCallId: string;
  /** Calls that have a register because of it. */
  readonly registeredCallIds: readonly string[];
  readonly people: readonly string[];
  /** A fact about the target call, as the webhooks send it; members of `fact` win. */
  tell(signal: string, fact?: object): Promise<void>;
  inPhase(phase: InvitePhase): Promise<void>;
  cancel(): Promise<void>;
  /** How it ended: `joined`, `canceled`, or the type of its failure. */
  ended(): Promise<string>;
}

export interface InvitePlan {
  /** Default 1. */
  readonly people?: number;
  readonly kind?: 'user' | 'phone';
  /** What the person leaves for this call. */
  readonly from?: 'peerToPeer' | 'meeting';
  readonly script?: Script;
  readonly request?: Partial<InviteRequest>;
}

export async function beginInvite(stage: Stage, plan: InvitePlan): Promise<BegunInvite> {
  const { random, invites, client } = stage;
  const inviteId = random.guid();
  const people = Array.from({ length: plan.people ?? 1 }, () =>
    plan.kind === 'phone' ? `+155501${String(random.below(1e5)).padStart(5, '0')}` : random.guid(),
  );
  const identities = people.map((id) => identityOf(plan.kind, id));
  const callId = silentCall(stage, { kind: 'group' });
  const source = plan.from && sourceOf(stage, plan.from, identities);
  silently(stage, inviteId, plan.script);
  const participants = identities.map((one) => ({ ...one, ...source }));
  const invite = await invites.start({ inviteId, callId, participants, ...plan.request });
  const handle = client.workflow.getHandle(inviteWorkflowId(inviteId));
  return {
    ...{ inviteId, callId, people },
    originalCallId: source?.replacesCallId ?? '',
    registeredCallIds: [
      callId,
      ...(source && plan.from === 'peerToPeer' ? [source.replacesCallId] : []),
    ],
    tell: (signal, fact) => handle.signal(signal, { callId, ...fact }),
    inPhase: (phase) => inPhase(invite, phase),
    cancel: () => invite.cancel(),
    ended: () => endOf(invite),
  };
}

type Identity = ReturnType<typeof identityOf>;

function identityOf(kind: InvitePlan['kind'], id: string) {
  return { identity: kind === 'phone' ? { phone: { id } } : { user: { id } } };
}

function sourceOf(stage: Stage, kind: 'peerToPeer' | 'meeting', identities: readonly Identity[]) {
  const participantId = kind === 'meeting' ? { participantId: stage.random.guid() } : {};
  const participants = identities.map((one) => ({ ...one, ...participantId }));
  return { replacesCallId: silentCall(stage, { kind, participants }), ...participantId };
}

const patienceMs = 20_000;

/** By queries, which leave no event in a history. */
async function inPhase(invite: InviteHandle, phase: InvitePhase): Promise<void> {
  const end = Date.now() + patienceMs;
  while ((await invite.status()).phase !== phase) {
    if (Date.now() > end) throw new Error(`The invite was not ${phase} within ${patienceMs} ms.`);
    await pause(10);
  }
}

async function endOf(invite: InviteHandle): Promise<string> {
  try {
    return (await invite.result({ signal: AbortSignal.timeout(patienceMs) })).outcome;
  } catch (error) {
    if (error instanceof InviteFailedError) return error.type;
    if (error instanceof InviteCanceledError) return 'canceled';
    throw error;
  }
}
