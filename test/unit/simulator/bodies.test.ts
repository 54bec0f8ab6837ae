import { describe, expect, test } from 'vitest';
import { callEndItem, callItem } from '../../../simulator/bodies/call-item.ts';
import { notificationText } from '../../../simulator/bodies/envelope.ts';
import { graphErrorBody } from '../../../simulator/bodies/graph-error.ts';
import { inviteAnswerBody } from '../../../simulator/bodies/invite-answer.ts';
import { operationItem } from '../../../simulator/bodies/operation-item.ts';
import { messagingResourceId } from '../../../simulator/bodies/result-info.ts';
import { rosterItem } from '../../../simulator/bodies/roster-item.ts';
import type { Oddities, Oddity } from '../../../simulator/oddities.ts';
import type { Person, RosterEntry } from '../../../simulator/person.ts';
import { odditiesOf } from '../../../simulator/variants.ts';

const callId = 'ca11ca11-1111-4222-8333-444455556666';
const operationId = '09e8a710-1111-4222-8333-444455556666';
const strangeId = '57a26e00-1111-4222-8333-444455556666';
const tenantId = '7e7e7e7e-1111-4222-8333-444455556666';
const user: Person = { kind: 'user', id: 'ada0ada0-1111-4222-8333-444455556666' };
const second: Person = { kind: 'user', id: 'b0bb0bb0-1111-4222-8333-444455556666' };
const phone: Person = { kind: 'phone', id: '+15550100123' };
const bot: Person = { kind: 'application', id: '0b07b07b-1111-4222-8333-444455556666' };
const none: Oddities = new Set();
const odd = (...oddities: Oddity[]): Oddities => odditiesOf([{ oddities }]);

const ended = (people: readonly Person[] = [user]) => ({
  callId,
  operationId,
  strangeId,
  clientContext: 'invite-1',
  status: 'completed' as const,
  resultInfo: null,
  people,
  tenantId,
});

const seat = (person: Person) => ({
  person,
  replacesCallId: 'a0a0a0a0-1111-4222-8333-444455556666',
  sourceParticipantId: null,
  participantId: '9a27000a-1111-4222-8333-444455556666',
});

const answered = (people: readonly Person[]) => ({
  operationId,
  clientContext: 'invite-1',
  status: 'running' as const,
  resultInfo: null,
  participants: people.map(seat),
  tenantId,
  createdAt: new Date('2026-01-02T03:04:05Z'),
});

const entry = (person: Person, sourceId: number, invited = true): RosterEntry => ({
  participantId: `9a27000${sourceId}-1111-4222-8333-444455556666`,
  person,
  inLobby: false,
  hidden: false,
  invited,
  sourceId,
});

const roster = (entries: readonly RosterEntry[]) => ({
  callId,
  tenantId,
  entries,
  delta: { sequenceNumber: 3, changed: entries.slice(-1), removed: [] },
});

// Shapes: shared samples of the invite page, responses/one-participant, pstn, several-participants.
describe('the answer to an invite', () => {
  test('is a Running operation with a null result, null participant ids and null identities', () => {
    expect(inviteAnswerBody(answered([user]), none)).toEqual({
      '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
      id: operationId,
      status: 'Running',
      clientContext: 'invite-1',
      resultInfo: null,
      participants: [
        {
          endpointType: null,
          id: null,
          replacesCallId: 'a0a0a0a0-1111-4222-8333-444455556666',
          identity: {
            user: { id: user.id, identityProvider: 'AAD', tenantId },
            application: null,
            device: null,
            phone: null,
          },
        },
      ],
    });
  });

  test('lists seven null kinds beside a phone', () => {
    const body = inviteAnswerBody(answered([phone]), none) as {
      participants: [{ identity: object }];
    };
    expect(body.participants[0].identity).toEqual({
      user: null,
      guest: null,
      encrypted: null,
      onPremises: null,
      applicationInstance: null,
      application: null,
      device: null,
      phone: { '@odata.type': '#microsoft.graph.identity', id: phone.id },
    });
  });

  test('has a null replacesCallId for each of several, unless asked to echo it', () => {
    const replaced = (oddities: Oddities) =>
      (
        inviteAnswerBody(answered([user, second]), oddities) as {
          participants: { replacesCallId: string | null }[];
        }
      ).participants.map((one) => one.replacesCallId);
    expect(replaced(none)).toEqual([null, null]);
    expect(replaced(odd('echoReplacesCallId'))).toEqual([
      'a0a0a0a0-1111-4222-8333-444455556666',
      'a0a0a0a0-1111-4222-8333-444455556666',
    ]);
  });

  test('echoes the participantId of a move', () => {
    const moved = {
      ...answered([user]),
      participants: [{ ...seat(user), sourceParticipantId: 'p-7' }],
    };
    expect(inviteAnswerBody(moved, none)).toMatchObject({
      participants: [{ participantId: 'p-7' }],
    });
  });

  test('has dates instead of participants in the form of 2019', () => {
    expect(inviteAnswerBody(answered([user]), odditiesOf([{ variant: '2019' }]))).toEqual({
      id: operationId,
      status: 'running',
      clientContext: 'invite-1',
      createdDateTime: '2026-01-02T03:04:05.000Z',
      lastActionDateTime: '2026-01-02T03:04:05.000Z',
    });
  });
});

describe('the end of an operation', () => {
  test('is a deleted item with the operation under /app and /communications', () => {
    expect(operationItem(ended(), none)).toEqual({
      changeType: 'deleted',
      paths: {
        resource: `/app/calls/${callId}/operations/${operationId}`,
        resourceUrl: `/communications/calls/${callId}/operations/${operationId}`,
      },
      resourceData: {
        '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
        participants: [
          {
            '@odata.type': '#microsoft.graph.invitationParticipantInfo',
            identity: {
              '@odata.type': '#microsoft.graph.identitySet',
              user: {
                '@odata.type': '#microsoft.graph.identity',
                id: user.id,
                identityProvider: 'AAD',
                tenantId,
              },
            },
          },
        ],
        status: 'completed',
        clientContext: 'invite-1',
        id: operationId,
      },
    });
  });

  test('of several people has a null id on the path of participants, twice under /communications', () => {
    const item = operationItem(ended([user, second]), none);
    const path = `/communications/calls/${callId}/operations/participants`;
    expect(item.paths).toEqual({ resource: path, resourceUrl: path });
    expect(item.resourceData).toMatchObject({ id: null, status: 'completed' });
  });

  test('carries resultInfo when it failed, in the asked spelling', () => {
    const failure = {
      ...ended(),
      status: 'failed' as const,
      resultInfo: { code: 500, subcode: 0, message: 'why' },
    };
    expect(operationItem(failure, none).resourceData).toMatchObject({
      status: 'failed',
      resultInfo: { '@odata.type': '#microsoft.graph.resultInfo', code: 500, subcode: 0 },
    });
    expect(
      operationItem(failure, odd('subCodeSpelling', 'codesAsStrings')).resourceData,
    ).toMatchObject({
      resultInfo: { code: '500', subCode: '0' },
    });
    expect(operationItem(failure, odd('resultInfoMissing')).resourceData).not.toHaveProperty(
      'resultInfo',
    );
  });

  test('in the form of 2019 has its id in the path and @odata.id only, in 32 upper-case digits', () => {
    const item = operationItem(ended(), odditiesOf([{ variant: '2019' }]));
    const path = `/app/calls/CA11CA11111142228333444455556666/operations/09E8A710111142228333444455556666`;
    expect(item.paths).toEqual({ resource: path });
    expect(item.resourceData).toEqual({
      '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
      '@odata.id': path,
      '@odata.etag': 'W/"51"',
      status: 'completed',
      clientContext: 'invite-1',
    });
  });

  test.each([
    ['operationIdNull', { id: null }],
    ['otherOperationId', { id: strangeId }],
    ['operationIdIsUserId', { id: user.id }],
    ['malformedOperationId', { id: operationId.slice(0, -1) }],
    ['otherClientContext', { clientContext: strangeId }],
    ['statusPascalCase', { status: 'Completed' }],
    ['commsOperationType', { '@odata.type': '#microsoft.graph.commsOperation' }],
    ['resultCodeZero', { resultInfo: { code: 0 } }],
    ['etags', { '@odata.etag': 'W/"51"' }],
  ] as const)('shows the oddity %s', (oddity, expected) => {
    expect(operationItem(ended(), odd(oddity)).resourceData).toMatchObject(expected);
  });
});

describe('a roster', () => {
  test('lists everybody, the bot as application, each with the id repeated in info', () => {
    const item = rosterItem(roster([entry(bot, 1, false), entry(user, 2)]), none);
    expect(item.changeType).toBe('updated');
    expect(item.paths).toEqual({
      resource: `/app/calls/${callId}/participants`,
      resourceUrl: `/communications/calls/${callId}/participants`,
    });
    expect(item.resourceData).toMatchObject([
      { info: { identity: { application: { id: bot.id } } }, isInLobby: false },
      {
        '@odata.type': '#microsoft.graph.participant',
        id: '9a270002-1111-4222-8333-444455556666',
        info: {
          '@odata.type': '#microsoft.graph.participantInfo',
          endpointType: 'default',
          participantId: '9a270002-1111-4222-8333-444455556666',
          identity: { user: { id: user.id, tenantId, identityProvider: 'AAD' } },
        },
        mediaStreams: [
          {
            '@odata.type': '#microsoft.graph.mediaStream',
            mediaType: 'audio',
            sourceId: '2',
            direction: 'sendReceive',
            serverMuted: false,
          },
        ],
        isMuted: false,
        isInLobby: false,
      },
    ]);
  });

  test('in the form of 2021 lists invitees only, the first user under application, without ids', () => {
    const entries = [entry(bot, 1, false), entry(user, 2), entry(second, 3)];
    const item = rosterItem(roster(entries), odditiesOf([{ variant: '2021' }]));
    expect(item.resourceData).toMatchObject([
      { id: null, info: { identity: { application: { id: user.id, tenantId } } } },
      { id: null, info: { identity: { user: { id: second.id } } } },
    ]);
  });

  test('as a delta has a sequence number, changes and removals', () => {
    const removed = [entry(second, 3)];
    const item = rosterItem(
      {
        ...roster([entry(user, 2)]),
        delta: { sequenceNumber: 4, changed: [entry(user, 2)], removed },
      },
      odd('deltaRoster'),
    );
    expect(item.resourceData).toMatchObject({
      '@odata.type': '#microsoft.graph.deltaParticipants',
      sequenceNumber: 4,
      participants: [
        { rosterSequenceNumber: 4, info: { identity: { user: { id: user.id } } } },
        { removedState: { reason: 'Removed' }, info: { identity: { user: { id: second.id } } } },
      ],
    });
  });

  test.each([
    ['rosterOnOperationsPath', {}, `/app/calls/${callId}/operations/participants`],
    [
      'infoTypeInvitation',
      { info: { '@odata.type': '#microsoft.graph.invitationParticipantInfo' } },
    ],
    [
      'rosterShowsStranger',
      { info: { identity: { user: { id: '9a270002-1111-4222-8333-444455556666' } } } },
    ],
    ['regionBesideIdentity', { info: { region: 'westus', languageId: 'en-US' } }],
    ['regionInIdentity', { info: { identity: { user: { region: 'westus' } } } }],
    ['unsentDisplayName', { info: { identity: { user: { displayName: 'Participant' } } } }],
    ['upperCaseIdentityIds', { info: { identity: { user: { id: user.id.toUpperCase() } } } }],
    ['undashedIdentityIds', { info: { identity: { user: { id: user.id.replaceAll('-', '') } } } }],
    ['undocumentedMembers', { meetingRole: 'attendee' }],
    [
      'odataIds',
      { '@odata.id': `/app/calls/${callId}/participants/9a270002-1111-4222-8333-444455556666` },
    ],
  ] as const)('shows the oddity %s', (oddity, expected, path?: string) => {
    const item = rosterItem(roster([entry(user, 2)]), odd(oddity));
    expect(item.resourceData).toMatchObject([expected]);
    if (path !== undefined) expect(item.paths['resource']).toBe(path);
  });

  test('leaves out what oddities take away', () => {
    const shown = (oddity: Oddity) =>
      (
        rosterItem(roster([entry(user, 2)]), odd(oddity)).resourceData as [
          { id: string; info: { identity: object } },
        ]
      )[0];
    expect(shown('infoTypeMissing').info).not.toHaveProperty('@odata.type');
    expect(shown('bareIdentities').info.identity).toEqual({ user: { id: user.id } });
    expect(shown('malformedParticipantIds').id).toMatch(/^[0-9A-F]{6}W[0-9A-F]{24}$/);
  });
});

describe('the end of a call', () => {
  const resultInfo = { code: 200, subcode: 7015, message: 'over' };
  const both = (...oddities: Oddity[]) =>
    (['terminated', 'deleted'] as const).map((part) =>
      callEndItem(part, { callId, resultInfo }, odd(...oddities)),
    );

  test('is updated terminated with a result, then deleted without state', () => {
    expect(both()).toMatchObject([
      {
        changeType: 'updated',
        paths: { resource: `/app/calls/${callId}`, resourceUrl: `/communications/calls/${callId}` },
        resourceData: { state: 'terminated', resultInfo: { code: 200, subcode: 7015 } },
      },
      { changeType: 'deleted', resourceData: { '@odata.type': '#microsoft.graph.call' } },
    ]);
    expect(both()[1]?.resourceData).not.toHaveProperty('state');
  });

  test('can be terminating, then deleted with state terminated and a result', () => {
    expect(both('terminatingThenDeleted')).toMatchObject([
      { changeType: 'updated', resourceData: { state: 'terminating' } },
      { changeType: 'deleted', resourceData: { state: 'terminated', resultInfo: { code: 200 } } },
    ]);
  });

  test('can be one of the two, or without data, or with a reason instead of a result', () => {
    expect(both('deletedOnly')[0]).toBeNull();
    expect(both('terminatedOnly')[1]).toBeNull();
    expect(both('noResourceData')[1]?.resourceData).toBeNull();
    const [terminated] = both('terminationReason');
    expect(terminated?.resourceData).toEqual({
      '@odata.type': '#microsoft.graph.call',
      state: 'terminated',
      terminationReason: 'AppInitiated',
    });
  });

  test('can say callState, in Pascal case', () => {
    const item = callItem(callId, 'established', odd('callStateMember', 'callStatePascalCase'));
    expect(item.resourceData).toMatchObject({ callState: 'Established' });
  });
});

describe('the text of a notification', () => {
  const callbackUri = 'https://bot.example/hook';
  const text = (...oddities: Oddity[]) =>
    notificationText([operationItem(ended(), odd(...oddities))], odd(...oddities), callbackUri);
  const json = (...oddities: Oddity[]) => JSON.parse(text(...oddities)) as { value: Shown[] };
  type Shown = Record<'changeType' | 'resource' | 'resourceUrl' | 'callbackUri', string> & {
    resourceData: object;
  };

  test('is an envelope of typed items', () => {
    expect(json()).toMatchObject({
      '@odata.type': '#microsoft.graph.commsNotifications',
      value: [{ '@odata.type': '#microsoft.graph.commsNotification', changeType: 'deleted' }],
    });
  });

  test('has the types without #, or leaves them out', () => {
    expect(json('typesWithoutHash')).toMatchObject({
      '@odata.type': 'microsoft.graph.commsNotifications',
      value: [{ '@odata.type': 'microsoft.graph.commsNotification' }],
    });
    expect(json('envelopeTypeMissing')).not.toHaveProperty('@odata.type');
    expect(json('itemTypeMissing').value[0]).not.toHaveProperty('@odata.type');
    expect(json('resourceDataTypeMissing').value[0]?.resourceData).not.toHaveProperty(
      '@odata.type',
    );
  });

  test('can be one item without a list, or the bare operation', () => {
    expect(json('singleNotification')).toMatchObject({ changeType: 'deleted' });
    expect(json('bareOperation')).toMatchObject({ status: 'completed', clientContext: 'invite-1' });
    expect(json('bareOperation')).not.toHaveProperty('changeType');
  });

  test.each(['trailingComma', 'commentInJson', 'unbalancedBraces'] as const)(
    'is no JSON with %s',
    (oddity) => {
      expect(() => json(oddity)).toThrow(SyntaxError);
    },
  );

  test.each([
    ['resourceOnly', ['/app/', undefined]],
    ['resourceUrlOnly', [undefined, '/communications/']],
    ['appPaths', ['/app/', '/app/']],
    ['communicationsPaths', ['/communications/', '/communications/']],
    ['swappedPaths', ['/communications/', '/app/']],
    ['noLeadingSlash', ['app/', 'communications/']],
  ] as const)('has paths by %s', (oddity, [resource, resourceUrl]) => {
    const tail = `calls/${callId}/operations/${operationId}`;
    const [item] = json(oddity).value;
    expect(item?.resource).toBe(resource && `${resource}${tail}`);
    expect(item?.resourceUrl).toBe(resourceUrl && `${resourceUrl}${tail}`);
  });

  test('can have Pascal case change types, callbackUri and items of other kinds', () => {
    expect(json('changeTypePascalCase').value[0]?.changeType).toBe('Deleted');
    expect(json('itemCallbackUri').value[0]?.callbackUri).toBe(callbackUri);
    const { value } = json('foreignItems');
    expect(value.map((item) => item.resourceUrl.split('/').at(-1))).toEqual([
      'contentSharingSessions',
      'prompts',
      'recordings',
      operationId,
    ]);
    expect(value[0]).not.toHaveProperty('resourceData');
  });
});

describe('an error body', () => {
  const error = {
    code: '7503',
    message: 'no',
    requestId: 'r-1',
    at: new Date('2026-01-02T03:04:05Z'),
  };

  test('has the code in plain view', () => {
    expect(graphErrorBody(error)).toEqual({
      error: {
        code: '7503',
        message: 'no',
        innerError: {
          'request-id': 'r-1',
          date: '2026-01-02T03:04:05',
          'client-request-id': 'r-1',
        },
      },
    });
  });

  test('or a second JSON text inside the message', () => {
    const { error: outer } = graphErrorBody(error, 'nested') as {
      error: { code: string; message: string };
    };
    expect(outer.code).toBe('UnknownError');
    expect(JSON.parse(outer.message)).toEqual({
      errorCode: '7503',
      message: 'no',
      instanceAnnotations: [],
    });
  });
});

test('failure texts address people by kind', () => {
  const acs: Person = { kind: 'azureCommunicationServicesUser', id: 'x' };
  expect([user, phone, bot, acs].map(messagingResourceId)).toEqual([
    `8:orgid:${user.id}`,
    `4:${phone.id}`,
    `28:${bot.id}`,
    '8:acs:x',
  ]);
});
