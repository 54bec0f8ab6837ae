import { inviteWorkflowId } from '../../contracts/ids.ts';
import type { Evidence } from '../checker/evidence.ts';
import { gatherInvite, gatherRegister } from '../checker/gather-invite.ts';
import { eventsOf } from '../support/histories.ts';
import type { Stack } from '../support/stack.ts';
import type { CallerStory } from './caller.ts';
import type { TorturePlan } from './plan.ts';
import { timelineOf, type Timeline } from './recovery.ts';
import { createSlots } from './slots.ts';

export type Gathered = Required<Pick<Evidence, 'ledger' | 'invites' | 'registers' | 'texts'>> & {
  readonly timelines: readonly Timeline[];
};

/** Everything that can be read only while the stack still runs. */
export async function gather(
  stack: Stack,
  plan: TorturePlan,
  stories: readonly CallerStory[],
): Promise<Gathered> {
  const { client, simulator } = stack;
  const { run } = createSlots(8);
  const [invites, timelines, registers, texts] = await Promise.all([
    Promise.all(
      stories.map(({ planned: { inviteId, request }, saw }) =>
        run(() => gatherInvite(client, { inviteId, request, callerSaw: saw })),
      ),
    ),
    Promise.all(stories.map(({ planned: { inviteId } }) => run(() => timeline(client, inviteId)))),
    Promise.all(
      plan.calls
        .flatMap(({ calls }) => calls.flatMap(({ callId }) => callId ?? []))
        .map((callId) => run(() => gatherRegister(client, callId))),
    ),
    Promise.all([...stack.workers, ...stack.webhooks].map(metricsOf)),
  ]);
  return { ledger: simulator.ledger(), invites, registers, texts, timelines };
}

async function timeline(client: Stack['client'], inviteId: string): Promise<Timeline> {
  const handle = client.workflow.getHandle(inviteWorkflowId(inviteId));
  return timelineOf(inviteId, await eventsOf(handle));
}

async function metricsOf({ name, adminUrl }: { readonly name: string; readonly adminUrl: string }) {
  const answer = await fetch(`${adminUrl}/metrics`);
  return { where: `the metrics of ${name}`, text: await answer.text() };
}
