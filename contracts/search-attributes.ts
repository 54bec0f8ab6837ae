import { defineSearchAttributeKey } from '@temporalio/common';

/** Columns and filters of the Temporal UI. Keywords, in clear: ids and outcomes only, never persons. */
export const graphCallId = defineSearchAttributeKey('GraphCallId', 'KEYWORD');
export const graphInviteScenario = defineSearchAttributeKey('GraphInviteScenario', 'KEYWORD');
export const graphTenantId = defineSearchAttributeKey('GraphTenantId', 'KEYWORD');
/** `joined`, `canceled`, `canceledUnconfirmed` or the failure type; set once, at the end. */
export const graphInviteOutcome = defineSearchAttributeKey('GraphInviteOutcome', 'KEYWORD');

export const searchAttributeKeys = [
  graphCallId,
  graphInviteScenario,
  graphTenantId,
  graphInviteOutcome,
] as const;

/** How they are registered in a namespace. */
export const searchAttributes = searchAttributeKeys.map(({ name }) => ({
  name,
  type: 'Keyword' as const,
}));
