import { setHandler, workflowInfo } from '@temporalio/workflow';
import { inviteRequestProblems, isInviteRequest } from '../contracts/guards.ts';
import { parseInviteWorkflowId } from '../contracts/ids.ts';
import { inviteOf, type Invite } from '../contracts/invite.ts';
import { inviteStatusQuery } from '../contracts/messages.ts';
import { messages } from '../contracts/rules.ts';
import { endedBy, invalidRequest } from './invite-report.ts';
import { showInvalid } from './phase.ts';
import { upsertOutcome } from './record-outcome.ts';
import { tellEnd } from './tell-end.ts';

/** The invite that was asked for, or the failure InvalidInviteRequest with every broken rule: nothing is sent then. */
export function acceptInvite(request: unknown): Invite {
  const inviteId = parseInviteWorkflowId(workflowInfo().workflowId);
  const problems = [
    ...(inviteId === null ? [`inviteId: ${messages.inviteId}`] : []),
    ...inviteRequestProblems(request),
  ];
  if (inviteId !== null && isInviteRequest(request)) return inviteOf(inviteId, request);
  const details = invalidRequest(inviteId, problems);
  setHandler(inviteStatusQuery, () => ({ ...details, phase: 'done' }));
  showInvalid(problems);
  upsertOutcome('InvalidInviteRequest');
  tellEnd('InvalidInviteRequest');
  throw endedBy({ type: 'InvalidInviteRequest', message: problems.join(' '), details });
}
