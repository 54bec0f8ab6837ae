import { proxySinks, workflowInfo } from '@temporalio/workflow';
import type { InviteEnded, InviteSinks } from '../contracts/invite-ended.ts';
import { countEnd, countEvidence } from './invite-metrics.ts';
import type { InviteState } from './invite-state.ts';

const { graphInvite } = proxySinks<InviteSinks>();

/** Tells metrics and traces that an invite is over. No command: nothing of it is in the history. */
export function tellEnd(outcome: InviteEnded['outcome'], state?: InviteState): void {
  // The SDK would keep it from the sink, but not before it looked for one: replayers have none.
  if (workflowInfo().unsafe.isReplaying) return;
  const ended = {
    outcome,
    ...(state && { scenario: state.invite.scenario, callId: state.invite.callId }),
    startedAt: workflowInfo().startTime.getTime(),
    endedAt: Date.now(),
    phases: state?.phases ?? [],
  };
  countEnd(ended);
  if (state) countEvidence(state);
  graphInvite.ended(ended);
}
