/** What the webhooks log beside the common members: ids and codes only, people as keyed hashes. */
export const webhooksLogFields = [
  'callId',
  'diagnosticCode',
  'failure',
  'inviteId',
  'kind',
  'operationId',
  'participantCount',
  'people',
  'resultInfo',
  'signal',
  'subcode',
];
