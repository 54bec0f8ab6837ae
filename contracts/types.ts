import type { z } from 'zod';
import type { deadlineNames, identityKinds, unknownOutcomePolicies } from './rules.ts';
import type { InviteRequestSchema } from './schemas/invite-request.ts';
import type {
  InviteFailureDetailsSchema,
  InviteResultSchema,
  InviteStatusSchema,
  ResultInfoSchema,
} from './schemas/invite-result.ts';

export type IdentityKind = (typeof identityKinds)[number];
export type UnknownOutcomePolicy = (typeof unknownOutcomePolicies)[number];
export type DeadlineName = (typeof deadlineNames)[number];

export type InviteRequest = z.input<typeof InviteRequestSchema>;
export type ParticipantRequest = InviteRequest['participants'][number];
export type InviteResult = z.infer<typeof InviteResultSchema>;
export type InviteFailureDetails = z.infer<typeof InviteFailureDetailsSchema>;
export type InviteStatus = z.infer<typeof InviteStatusSchema>;
export type InviteScenario = InviteResult['scenario'];
export type InvitePhase = InviteStatus['phase'];
export type ResultInfo = z.infer<typeof ResultInfoSchema>;
export type GraphErrorInfo = NonNullable<InviteFailureDetails['graphError']>;

/** One waiting invite in the register of a call. */
export interface Registration {
  readonly inviteId: string;
  /** Normalised ids of the people this invite is about (`normaliseId`). */
  readonly participantKeys: readonly string[];
  /** `original`: the call that a replace is to end. */
  readonly role: 'target' | 'original';
  /** ISO 8601; after it nobody waits any more. */
  readonly expiresAt: string;
}
