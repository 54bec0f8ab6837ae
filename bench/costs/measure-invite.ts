import { callWorkflowId, inviteWorkflowId } from '../../contracts/ids.ts';
import { readHistoryEvents } from '../../runtime/stored-history.ts';
import { beginInvite, type BegunInvite } from './begun-invite.ts';
import { signalsCameTogether } from './history-counts.ts';
import { readCost, type Cost } from './read-cost.ts';
import type { Situation } from './situations/situation.ts';
import type { Stage } from './stage.ts';

export interface InviteCost {
  /** Of the invite's own history. */
  readonly own: Cost;
  /** Of what was written into registers for this invite alone. */
  readonly registerActions: number;
}

/** Facts sent at once are now and then seen one by one. */
const maxTries = 20;

/** One invite from its start to its end. @throws when it ended otherwise than the situation says */
export async function measureInvite(stage: Stage, situation: Situation): Promise<InviteCost> {
  for (let tries = 1; ; tries += 1) {
    const invite = await beginInvite(stage, situation.plan);
    await situation.drive(invite);
    const end = await invite.ended();
    if (end !== situation.ends) throw new Error(`${situation.name}: it ended as ${end}.`);
    if (situation.together !== true || (await cameTogether(stage, invite))) {
      return costOfInvite(stage, invite);
    }
    if (tries >= maxTries) throw new Error(`${situation.name}: never, in ${maxTries} tries.`);
  }
}

async function cameTogether({ client }: Stage, { inviteId }: BegunInvite): Promise<boolean> {
  const workflowId = inviteWorkflowId(inviteId);
  return signalsCameTogether(await readHistoryEvents(client, { workflowId }));
}

/** Each invite of the benchmark has calls of its own, and so registers of its own, which still sleep. */
async function costOfInvite({ client }: Stage, invite: BegunInvite): Promise<InviteCost> {
  const registers = await Promise.all(
    invite.registeredCallIds.map((callId) => readCost(client, callWorkflowId(callId))),
  );
  return {
    own: await readCost(client, inviteWorkflowId(invite.inviteId)),
    registerActions: registers.reduce((total, { actions }) => total + actions, 0),
  };
}
