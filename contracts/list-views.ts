/**
 * The list views of the Temporal UI that docs/temporal-ui.md publishes: a name, the visibility query, and what it is for.
 * Words in capitals are to be filled in.
 */
import { callRegistryWorkflowType, inviteWorkflowType } from './messages.ts';

export interface ListView {
  readonly name: string;
  readonly query: string;
  readonly shows: string;
}

const invites = `WorkflowType = '${inviteWorkflowType}'`;

/** Columns of the UI's list, in this order: search attributes are offered there beside the built-in ones. */
export const listColumns = [
  'Status',
  'GraphInviteOutcome',
  'Workflow ID',
  'GraphInviteScenario',
  'GraphCallId',
  'Start',
  'Execution Duration',
] as const;

export const listViews: readonly ListView[] = [
  {
    name: 'Invites running',
    query: `${invites} AND ExecutionStatus = 'Running'`,
    shows: 'Under way now',
  },
  {
    name: 'Invites slow',
    query: `${invites} AND ExecutionStatus = 'Running' AND StartTime < 'TIME'`,
    shows:
      'Running since before `TIME`, such as `2026-11-21T12:00:00Z`; with the default deadlines none is older than 6 minutes',
  },
  {
    name: 'Joined',
    query: `${invites} AND GraphInviteOutcome = 'joined'`,
    shows: 'Everything that was asked for happened',
  },
  {
    name: 'Failed',
    query: `${invites} AND ExecutionStatus = 'Failed'`,
    shows: 'Ended with one of the failure types',
  },
  {
    name: 'One outcome',
    query: `${invites} AND GraphInviteOutcome = 'OUTCOME'`,
    shows: 'A failure type, `joined`, `canceled` or `canceledUnconfirmed`',
  },
  {
    name: 'Ended unclear',
    query: `${invites} AND GraphInviteOutcome IN ('InviteOutcomeUnknown', 'RosterUnconfirmed', 'OriginalCallNotTerminated', 'canceledUnconfirmed')`,
    shows: 'Somebody may be rung, or in a call, without anybody knowing: look into the call',
  },
  {
    name: 'Canceled unconfirmed',
    query: `${invites} AND GraphInviteOutcome = 'canceledUnconfirmed'`,
    shows: 'Canceled, and Graph confirmed no revoke',
  },
  {
    name: 'Set-up or capacity',
    query: `${invites} AND GraphInviteOutcome IN ('InviteRejected', 'InviteThrottled', 'GraphUnavailable')`,
    shows: 'Permissions, credentials, throttling, network',
  },
  {
    name: 'One call',
    query: `${invites} AND GraphCallId = 'CALL_ID'`,
    shows: 'Everybody invited into one call; the id as the caller wrote it',
  },
  {
    name: 'One tenant',
    query: `${invites} AND GraphTenantId = 'TENANT_ID'`,
    shows: 'Invites that name this tenant',
  },
  {
    name: 'Took long',
    query: `${invites} AND ExecutionDuration > '2m'`,
    shows: 'Ended after more than two minutes: look for lost notifications',
  },
  {
    name: 'Ended from outside',
    query: `${invites} AND ExecutionStatus IN ('Terminated', 'TimedOut')`,
    shows: 'Terminated or timed out by somebody: nothing was taken back',
  },
  {
    name: 'Registers of calls',
    query: `WorkflowType = '${callRegistryWorkflowType}' AND ExecutionStatus = 'Running'`,
    shows: 'Who waits on which call; running, and asleep, is normal',
  },
  {
    name: 'Bugs',
    query:
      "TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')",
    shows: 'Failing workflow tasks: the run waits for a fixed deploy',
  },
];

/** The path of a view in the UI; with `savedQuery` the UI also keeps it under Custom Views, in this browser. */
export function listViewPath({ name, query }: ListView, namespace: string): string {
  const saved = `savedQuery=${encodeURIComponent(name)}`;
  return `/namespaces/${encodeURIComponent(namespace)}/workflows?query=${encodeURIComponent(query)}&${saved}`;
}
