/**
 * What Graph was seen or said to send besides its normal form, by name. The number is the quirk of docs/protocol.md 9;
 * a word in brackets is another place of that file.
 */
export const oddityMeanings = {
  statusPascalCase: '1: `Completed` and `Failed` in the operation notification',
  statusLowerCaseInAnswer: '1: `running` in the answer to the POST',
  changeTypePascalCase: '1: `Updated` and `Deleted`',
  mediaStatePascalCase: '1: `mediaState.audio` is `Active` when a call is read',
  resourceOnly: '2: `resourceUrl` is missing',
  resourceUrlOnly: '2: `resource` is missing',
  appPaths: '2: both path members under `/app`',
  communicationsPaths: '2: both path members under `/communications`',
  swappedPaths: '2: `resource` under `/communications`, `resourceUrl` under `/app`',
  noLeadingSlash: '3: paths begin without a slash',
  upperCaseUndashedIds:
    '4: call, operation and participant ids of notifications as 32 upper-case digits',
  upperCaseIdentityIds: '4: the ids of persons in upper case',
  undashedIdentityIds: '4: the ids of persons without dashes',
  malformedOperationId: '4: the announced operation id is one digit short',
  malformedParticipantIds: '4: participant ids of 31 characters with a W',
  operationIdNull:
    '6: `id` is null and the path is `…/operations/participants`, for one person too',
  rosterOnOperationsPath: '6: the roster comes on `…/operations/participants`',
  operationIdInPathOnly: '7: the operation id stands in the path and in `@odata.id` only',
  otherOperationId: '8: the announced operation id differs from the answer',
  operationIdIsUserId: '8: the announced operation id is the id of the invited person',
  answerIdPlaceholder: '8: the answer has the operation id `id-value`',
  otherClientContext: '9: the notification has a `clientContext` nobody sent',
  answerContextPlaceholder: '9: the answer has the `clientContext` `clientContext-value`',
  userUnderApplication: '10: the first invited user of a roster stands under `application`',
  rosterShowsStranger: '11: the roster lists a stranger in place of each invited person',
  infoTypeInvitation: '12: `info` is typed invitationParticipantInfo',
  infoTypeMissing: '12: `info` has no type',
  originalRosterOnly: '13: a replace announces a roster on the original call only',
  noOriginalRoster: '13: a replace or move announces no roster on the original call',
  rosterIdNull: '14: roster entries have `id: null` and no `info.participantId`',
  regionBesideIdentity: '14: `region` and `languageId` beside the identity',
  regionInIdentity: '14: `region` and `languageId` inside the identity',
  unsentDisplayName: '14: a `displayName` that was never sent',
  bareIdentities: '14: identities without `tenantId`, `identityProvider` and type',
  undocumentedMembers:
    '[4 roster]: endpointId, clientVersion, meetingRole and the like on roster entries',
  inviteesOnlyRoster: '[4 roster]: rosters cut down to the invited persons',
  deltaRoster:
    '[4 roster]: changes only, as deltaParticipants with a sequence number and `removedState`',
  envelopeTypeMissing: '15: no type on the envelope',
  itemTypeMissing: '15: no type on the items',
  resourceDataTypeMissing: '15: no type on `resourceData`',
  typesWithoutHash: '15: the types of envelope and items begin without `#`',
  commsOperationType: '15: the operation is typed commsOperation',
  singleNotification: '16: one commsNotification without `value`',
  bareOperation: '17: an operation end comes as the bare operation object',
  trailingComma: '18: invalid JSON, a comma after the last member',
  commentInJson: '18: invalid JSON, a comment',
  unbalancedBraces: '18: invalid JSON, the last brace is missing',
  subCodeSpelling: '19: `subCode` instead of `subcode`',
  codesAsStrings: '19: the numbers of `resultInfo` are strings',
  subcodeMissing: '19: `resultInfo` without a subcode',
  resultInfoMissing: '19: a failure or a call end without `resultInfo`',
  resultCodeZero: '19: a completed operation with `resultInfo.code` 0',
  callStateMember: '20: `callState` instead of `state`',
  callStatePascalCase: '20: `Established`, `Terminated`',
  itemCallbackUri: '21: items carry `callbackUri`',
  noResourceData: '21: the `deleted` of a call comes without `resourceData`',
  foreignItems: '21: items of other kinds stand before ours',
  terminatingThenDeleted:
    '22: `updated` terminating, then `deleted` with state terminated and resultInfo',
  deletedOnly: '22: a call end is announced by `deleted` alone',
  terminatedOnly: '22: a call end is announced by `updated` terminated alone',
  terminationReason: '[4 call state]: `terminationReason` and no `resultInfo`',
  echoReplacesCallId: '23: the answer to several echoes `replacesCallId` instead of null',
  answerInValue: '24: the answer is wrapped as `{"value": {…}}`',
  foreignOperation:
    '26: a media operation with our `clientContext` ends (mediaOperationCanceled) before the invite does',
  etags: '[4 order]: `@odata.etag`, the same on different facts',
  odataIds: '[2019 page]: `@odata.id` beside the path members',
  operationWithoutParticipants: '[2019 page]: an operation notification without `participants`',
  answerWithDates: '[2]: the answer has createdDateTime and lastActionDateTime and no participants',
  answer202: '[2]: the POST is answered 202',
  answerWithoutLocation: '[2]: no Location header',
  participantIdInAnswer:
    '[11]: the answer already names the participant ids, so that a ringing invitation can be withdrawn',
  emptyDelivery: '[7]: a notification is preceded by a delivery with no payload at all',
  batch: '[4]: what one invite announces about one call travels in one envelope',
} as const satisfies Readonly<Record<string, string>>;

export type Oddity = keyof typeof oddityMeanings;
export type Oddities = ReadonlySet<Oddity>;

function isOddity(name: string): name is Oddity {
  return Object.hasOwn(oddityMeanings, name);
}

/** Every name, in the order of the quirks. */
export const oddityNames: readonly Oddity[] = Object.keys(oddityMeanings).filter(isOddity);
