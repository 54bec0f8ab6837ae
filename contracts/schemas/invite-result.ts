import { z } from 'zod';
import { inviteFailureTypes, retryAdvices } from '../errors.ts';
import { identityKinds } from '../rules.ts';

const time = z.iso.datetime();
const person = z.object({ id: z.string() });

/** Kind and id of one identity; names never leave the request. */
const IdentityReferenceSchema = z.partialRecord(z.enum(identityKinds), person);

export const ResultInfoSchema = z.object({
  code: z.number().int().optional(),
  subcode: z.number().int().optional(),
  diagnosticCode: z
    .string()
    .optional()
    .describe('The pair code#subcode that stood in the text of the failure, when there was one'),
});

const InviteParticipantSchema = z.object({
  identity: IdentityReferenceSchema,
  participantId: z.string().nullable(),
  rosterConfirmed: z.boolean(),
});

const OriginalCallSchema = z.object({
  callId: z.string(),
  terminated: z.boolean(),
  resultInfo: ResultInfoSchema.optional(),
});

const scenarios = ['move', 'replace', 'dialOut', 'addSeveral', 'add'] as const;
const CompletionSourceSchema = z.enum(['notification', 'response', 'reconciliation']);
const EvidenceSourceSchema = z.enum(['notification', 'reconciliation', 'notRequired']);

/** The result of a run in which everything expected happened. Times are ISO 8601 in UTC. */
export const InviteResultSchema = z.object({
  outcome: z.literal('joined'),
  scenario: z.enum(scenarios),
  callId: z.string(),
  inviteId: z.string(),
  operationId: z.string().nullable(),
  participants: z.array(InviteParticipantSchema),
  originalCall: OriginalCallSchema.optional(),
  confirmedBy: z.object({
    completion: CompletionSourceSchema,
    roster: EvidenceSourceSchema,
    teardown: EvidenceSourceSchema,
  }),
  postedAt: time,
  completedAt: time,
  joinedAt: time,
});

const GraphErrorSchema = z.object({
  status: z.number().int(),
  code: z.string().optional(),
  requestId: z.string().optional(),
});

/** `details[0]` of a failed run: what is known of the invite, and what a caller may do. */
export const InviteFailureDetailsSchema = InviteResultSchema.partial().extend({
  outcome: z.enum(inviteFailureTypes),
  joined: z.boolean(),
  retryAdvice: z.enum(retryAdvices),
  confirmedBy: InviteResultSchema.shape.confirmedBy.partial().optional(),
  resultInfo: ResultInfoSchema.optional(),
  graphError: GraphErrorSchema.optional(),
  problems: z.array(z.string()).optional().describe('Of an InvalidInviteRequest: each broken rule'),
});

const phases = [
  'posting',
  'awaitingOutcome',
  'awaitingRoster',
  'awaitingTeardown',
  'reconciling',
  'revoking',
  'done',
] as const;

/** The answer of the query `inviteStatus`: the result as far as known, and what is awaited until when. */
export const InviteStatusSchema = InviteFailureDetailsSchema.extend({
  outcome: z.enum(['joined', 'canceled', 'canceledUnconfirmed', ...inviteFailureTypes]).optional(),
  joined: z.boolean().optional(),
  retryAdvice: z.enum(retryAdvices).optional(),
  phase: z.enum(phases),
  waitingUntil: time.optional(),
});
