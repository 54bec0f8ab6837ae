import { ApplicationFailure, setHandler, workflowInfo } from '@temporalio/workflow';
import { inviteRequestProblems, isInviteRequest } from '../contracts/guards.ts';
import { parseInviteWorkflowId } from '../contracts/ids.ts';
import { inviteOf, type Invite } from '../contracts/invite.ts';
import { inviteStatusQuery } from '../contracts/messages.ts';
import { messages } from '../contracts/rules.ts';
import { invalidRequest } from './invite-report.ts';
import { upsertOutcome } from './record-outcome.ts';

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
  upsertOutcome('InvalidInviteRequest');
  throw ApplicationFailure.create({
    type: 'InvalidInviteRequest',
    message: problems.join(' '),
    nonRetryable: true,
    details: [details],
  });
}
