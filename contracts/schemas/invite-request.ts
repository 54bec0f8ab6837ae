import { z } from 'zod';
import { normaliseId } from '../ids.ts';
import type { identityKinds } from '../rules.ts';
import {
  callIdPattern,
  defaultDeadlines,
  e164Pattern,
  maxDeadlineMs,
  maxIdLength,
  maxKeywordLength,
  maxParticipants,
  messages,
  replacesCallIdPattern,
  unknownOutcomePolicies,
} from '../rules.ts';

const id = z
  .string(messages.identityId)
  .min(1, messages.identityId)
  .max(maxIdLength, messages.identityId);
const label = z
  .string(messages.identityMember)
  .min(1, messages.identityMember)
  .max(maxIdLength, messages.identityMember)
  .nullish();
const flag = z.boolean(messages.flag).nullish();
const deadline = z
  .int(messages.deadline)
  .min(1, messages.deadline)
  .max(maxDeadlineMs, messages.deadline)
  .nullish();

const PersonSchema = z.strictObject({ id, displayName: label, tenantId: label });
const PhoneSchema = PersonSchema.extend({
  id: z.string(messages.identityId).min(1, messages.identityId).regex(e164Pattern, messages.phone),
});

const IdentitySchema = z
  .strictObject(
    {
      user: PersonSchema.nullish(),
      application: PersonSchema.nullish(),
      device: PersonSchema.nullish(),
      phone: PhoneSchema.nullish(),
      guest: PersonSchema.nullish(),
      encrypted: PersonSchema.nullish(),
      onPremises: PersonSchema.nullish(),
      applicationInstance: PersonSchema.nullish(),
      assertedIdentity: PersonSchema.nullish(),
      azureCommunicationServicesUser: PersonSchema.nullish(),
    } satisfies Record<(typeof identityKinds)[number], unknown>,
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? messages.unknownMember : messages.identity,
    },
  )
  .refine((identity) => Object.values(identity).filter((person) => person != null).length === 1, {
    error: messages.identity,
  });

const ParticipantSchema = z
  .strictObject(
    {
      identity: IdentitySchema,
      replacesCallId: z
        .string(messages.replacesCallId)
        .regex(replacesCallIdPattern, messages.replacesCallId)
        .nullish(),
      participantId: z
        .string(messages.participantId)
        .min(1, messages.participantId)
        .max(maxIdLength, messages.participantId)
        .nullish(),
      hidden: flag,
      removeFromDefaultAudioRoutingGroup: flag,
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? messages.unknownMember : messages.participant,
    },
  )
  .refine(
    (participant) => participant.participantId == null || participant.replacesCallId != null,
    {
      error: messages.participantIdAlone,
      path: ['participantId'],
    },
  );

const DeadlinesSchema = z
  .strictObject(
    {
      operationMs: deadline.describe('From the start to the end of the operation; default 120000'),
      rosterMs: deadline.describe('From completion to the roster showing everyone; default 30000'),
      teardownMs: deadline.describe('From there to the end of a replaced call; default 30000'),
      reconcileMs: deadline.describe('For asking Graph at a deadline; default 60000'),
      unknownMs: deadline.describe('Evidence wait after an unclear POST; default 75000'),
      ringMs: deadline.describe(
        'Ring no longer than this, then take the invite back; default none',
      ),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? messages.unknownMember : messages.deadlines,
    },
  )
  .refine(
    ({ ringMs, operationMs }) =>
      ringMs == null || ringMs < (operationMs ?? defaultDeadlines.operationMs),
    { error: messages.ringMs, path: ['ringMs'] },
  );

function identityKey(participant: z.infer<typeof ParticipantSchema>): string | undefined {
  const person = Object.values(participant.identity).find((value) => value != null);
  return person == null ? undefined : normaliseId(person.id);
}

/** The input of the workflow `inviteParticipants`. `null` for an optional member means absent. */
export const InviteRequestSchema = z
  .strictObject(
    {
      callId: z.string(messages.callId).regex(callIdPattern, messages.callId),
      participants: z
        .array(ParticipantSchema, messages.participants)
        .min(1, messages.noParticipant)
        .max(maxParticipants, messages.tooManyParticipants),
      tenantId: z
        .string(messages.tenantId)
        .min(1, messages.tenantId)
        .max(maxKeywordLength, messages.tenantId)
        .nullish(),
      deadlines: DeadlinesSchema.nullish(),
      onUnknownOutcome: z.enum(unknownOutcomePolicies, messages.onUnknownOutcome).nullish(),
      confirmRoster: flag,
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? messages.unknownMember : messages.notAnObject,
    },
  )
  .refine(
    ({ participants }) => new Set(participants.map(identityKey)).size === participants.length,
    {
      error: messages.sameIdentity,
      path: ['participants'],
    },
  )
  .refine(
    ({ participants }) =>
      participants.length === 1 || participants.every((one) => one.replacesCallId == null),
    { error: messages.severalWithReplaces, path: ['participants'] },
  );
