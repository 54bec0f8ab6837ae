/**
 * The rules an invite request must meet before anything is sent, each with the message a caller reads. Schema (client)
 * and guard (workflow) are written apart and use these, so that they say the same. Messages never repeat the value:
 * it may be a phone number.
 */

export const identityKinds = [
  'user',
  'application',
  'device',
  'phone',
  'guest',
  'encrypted',
  'onPremises',
  'applicationInstance',
  'assertedIdentity',
  'azureCommunicationServicesUser',
] as const;

export const unknownOutcomePolicies = ['fail', 'repostOnce'] as const;

export const deadlineNames = [
  'operationMs',
  'rosterMs',
  'teardownMs',
  'reconcileMs',
  'unknownMs',
  'ringMs',
] as const;

/** Defaults in milliseconds; a person rings 60 s in Teams and Graph takes a little more (docs/protocol.md 3). */
export const defaultDeadlines = {
  operationMs: 120_000,
  rosterMs: 30_000,
  teardownMs: 30_000,
  reconcileMs: 60_000,
  unknownMs: 75_000,
} as const;

export const maxDeadlineMs = 3_600_000;
/** Graph takes no more in one request (docs/protocol.md 3). */
export const maxParticipants = 5;
/** Ids beyond this length are no ids of Graph; in a notification they count as absent (docs/reliability.md 4). */
export const maxIdLength = 256;

/** PostgreSQL keeps 255 characters of a Keyword search attribute (docs/temporal-facts.md 4). */
export const maxKeywordLength = 255;

/** Shorter still: a call id stands in the workflow id of its register, of which PostgreSQL keeps 255 characters too. */
export const callIdPattern = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,250}$/;
/** Either an id or a path that ends in one: Graph's own pages write both (docs/protocol.md, quirk 5). */
export const replacesCallIdPattern =
  /^(?:[A-Za-z0-9._~/-]{0,255}\/)?(?!\.{1,2}$)[A-Za-z0-9._~-]{1,250}$/;
export const e164Pattern = /^\+[1-9][0-9]{1,14}$/;

export const messages = {
  notAnObject: 'The request must be one JSON object.',
  unknownMember: 'There is no such member.',
  callId:
    'callId is required: the id of the call to invite into, one path segment of letters, digits and . _ ~ - (at most 250).',
  tenantId: 'tenantId must be a non-empty string of at most 255 characters.',
  participants: 'participants must be a list.',
  noParticipant: 'At least one participant is required.',
  tooManyParticipants: 'Graph takes at most 5 participants in one request; start further invites.',
  participant: 'A participant must be an object with an identity.',
  identity:
    'identity must hold exactly one kind of identity (user, phone, application, guest, ...) as an object.',
  identityId: 'The identity needs an id: a non-empty string of at most 256 characters.',
  identityMember: 'displayName and tenantId of an identity must be strings of 1 to 256 characters.',
  phone: 'A phone id must be an E.164 number: + and 2 to 15 digits, without spaces.',
  sameIdentity: 'The same identity is listed twice; a person can be invited only once.',
  severalWithReplaces:
    'replacesCallId goes with a single participant: Graph reads the first one and silently drops the rest, although one of its own examples lists more. Start one invite for each.',
  replacesCallId:
    'replacesCallId must be a call id, or a path whose last segment is one, of letters, digits and . _ ~ - (at most 250).',
  participantIdAlone:
    'participantId (the id in the roster of the source call) goes only with replacesCallId.',
  participantId: 'participantId must be a non-empty string of at most 256 characters.',
  flag: 'hidden, removeFromDefaultAudioRoutingGroup and confirmRoster must be true or false.',
  deadlines: 'deadlines must be an object.',
  deadline: 'A deadline must be a whole number of milliseconds from 1 to 3,600,000.',
  ringMs: 'ringMs must be smaller than operationMs.',
  onUnknownOutcome: 'onUnknownOutcome must be "fail" or "repostOnce".',
  inviteId:
    'The workflow id must be invite/<inviteId>, and inviteId 1 to 200 characters of letters, digits and . _ : -',
} as const;
