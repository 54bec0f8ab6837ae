import { describe, expect, test } from 'vitest';
import { rosterItem } from '../../../simulator/bodies/roster-item.ts';
import type { Oddity } from '../../../simulator/oddities.ts';
import { odditiesOf } from '../../../simulator/variants.ts';
import { callId, tenantId, user, second, bot, none, odd, entry, roster } from './body-fixtures.ts';

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
