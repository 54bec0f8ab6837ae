import { z } from 'zod';
import { InviteRequestSchema } from './invite-request.ts';
import { InviteFailureDetailsSchema, InviteResultSchema } from './invite-result.ts';

export const jsonSchemaNames = [
  'invite-request',
  'invite-result',
  'invite-failure-details',
] as const;
export type JsonSchemaName = (typeof jsonSchemaNames)[number];

/**
 * JSON Schema (2020-12) of what services in other languages send to and get from the workflow `inviteParticipants`. Rules
 * between members (no `ringMs` beyond `operationMs`, nobody listed twice) cannot be said there; the workflow checks them.
 */
export function jsonSchemas(): Record<JsonSchemaName, object> {
  return {
    'invite-request': titled('InviteRequest', z.toJSONSchema(InviteRequestSchema, { io: 'input' })),
    'invite-result': titled('InviteResult', z.toJSONSchema(InviteResultSchema)),
    'invite-failure-details': titled(
      'InviteFailureDetails',
      z.toJSONSchema(InviteFailureDetailsSchema),
    ),
  };
}

/** Results gain members over time, so a reader must let unknown ones pass, unlike the strict request. */
function titled(title: string, schema: object): object {
  return { title, ...schema };
}
