import { describe, expect, test } from 'vitest';
import { inviteAnswerBody } from '../../../simulator/bodies/invite-answer.ts';
import { operationItem } from '../../../simulator/bodies/operation-item.ts';
import type { Oddities } from '../../../simulator/oddities.ts';
import { odditiesOf } from '../../../simulator/variants.ts';
import {
  callId,
  operationId,
  strangeId,
  tenantId,
  user,
  second,
  phone,
  none,
  odd,
  ended,
  seat,
  answered,
} from './body-fixtures.ts';

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
