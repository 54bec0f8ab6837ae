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
    'invite-request': schemaOf('InviteRequest', InviteRequestSchema),
    'invite-result': schemaOf('InviteResult', InviteResultSchema),
    'invite-failure-details': schemaOf('InviteFailureDetails', InviteFailureDetailsSchema),
  };
}

/** `io: 'input'` leaves results open to members of later releases; the request stays closed, being strict. */
function schemaOf(title: string, schema: z.ZodType): object {
  return { title, ...z.toJSONSchema(schema, { io: 'input' }) };
}
