import { describe, expect, test } from 'vitest';
import { inviteRequestProblems } from '../../../contracts/guards.ts';
import { inviteOf } from '../../../contracts/invite.ts';
import { identityKinds, messages } from '../../../contracts/rules.ts';
import type { ParticipantRequest } from '../../../contracts/types.ts';

const user = (id: unknown) => ({ identity: { user: { id } } });
const good = { callId: 'call-1', participants: [user('u-1')] };
const replacing = { ...user('u-1'), replacesCallId: 'call-0' };

describe('a request is refused', () => {
  test.each([
    ['that is no object', [good], messages.notAnObject],
    ['without a call id', { ...good, callId: undefined }, messages.callId],
    ['with a call id of two segments', { ...good, callId: 'a/b' }, messages.callId],
    ['with a call id that is a way up', { ...good, callId: '..' }, messages.callId],
    ['without participants', { callId: 'call-1' }, messages.participants],
    ['with nobody to invite', { ...good, participants: [] }, messages.noParticipant],
    [
      'with six people',
      { ...good, participants: [1, 2, 3, 4, 5, 6].map((n) => user(`u-${n}`)) },
      messages.tooManyParticipants,
    ],
    [
      'with the same person twice, written in two ways',
      { ...good, participants: [user('A-B'), { identity: { guest: { id: 'ab' } } }] },
      messages.sameIdentity,
    ],
    [
      'with several people when one replaces a call',
      { ...good, participants: [replacing, user('u-2')] },
      messages.severalWithReplaces,
    ],
    [
      'with a participant id and no call to move from',
      { ...good, participants: [{ ...user('u-1'), participantId: 'p-1' }] },
      messages.participantIdAlone,
    ],
    ['without an identity', { ...good, participants: [{}] }, messages.identity],
    [
      'with two kinds of identity',
      { ...good, participants: [{ identity: { user: { id: 'a' }, phone: { id: '+1555' } } }] },
      messages.identity,
    ],
    ['without an id', { ...good, participants: [user(undefined)] }, messages.identityId],
    ['with an empty id', { ...good, participants: [user('')] }, messages.identityId],
    [
      'with a phone that is no E.164 number',
      { ...good, participants: [{ identity: { phone: { id: '0170 123' } } }] },
      messages.phone,
    ],
    ['with a deadline of 0', { ...good, deadlines: { rosterMs: 0 } }, messages.deadline],
    [
      'with a deadline over an hour',
      { ...good, deadlines: { unknownMs: 3_600_001 } },
      messages.deadline,
    ],
    ['with half a millisecond', { ...good, deadlines: { teardownMs: 1.5 } }, messages.deadline],
    ['with a deadline in words', { ...good, deadlines: { reconcileMs: '5s' } }, messages.deadline],
    [
      'that rings as long as the default',
      { ...good, deadlines: { ringMs: 120_000 } },
      messages.ringMs,
    ],
    [
      'that rings as long as its operation may take',
      { ...good, deadlines: { ringMs: 5, operationMs: 5 } },
      messages.ringMs,
    ],
    ['with another policy', { ...good, onUnknownOutcome: 'retry' }, messages.onUnknownOutcome],
    ['with a flag in words', { ...good, confirmRoster: 'yes' }, messages.flag],
  ])('%s', (_what, request, message) => {
    const problems = inviteRequestProblems(request);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  test('with a message of its own for every broken rule, and no value repeated', () => {
    const phone = '+1 555 0100';
    const participants = [{ identity: { phone: { id: phone } } }];
    const problems = inviteRequestProblems({
      callId: '',
      participants,
      deadlines: { rosterMs: -1 },
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain(phone);
  });
});

describe('a request is taken', () => {
  test.each([
    [
      'of any kind of identity',
      ...identityKinds.map((kind) => ({
        ...good,
        participants: [{ identity: { [kind]: { id: '+15550100123' } } }],
      })),
    ],
    [
      'with the edges of the deadlines',
      { ...good, deadlines: { operationMs: 3_600_000, ringMs: 1 } },
    ],
    [
      'with null for what is optional',
      { ...good, tenantId: null, deadlines: null, onUnknownOutcome: null, confirmRoster: null },
    ],
    [
      'with members that nobody knows yet',
      { ...good, later: true, participants: [{ ...user('u-1'), endpointType: 'default' }] },
    ],
    [
      'with a replaced call written as a path',
      { ...good, participants: [{ ...replacing, replacesCallId: '/app/calls/0' }] },
    ],
  ])('%s', (_what, ...requests) => {
    for (const request of requests) expect(inviteRequestProblems(request)).toEqual([]);
  });
});

describe('the scenario is', () => {
  const person: ParticipantRequest = { identity: { user: { id: 'u-1' } } };
  const phone: ParticipantRequest = { identity: { phone: { id: '+15550100123' } } };
  test.each([
    ['add', [person]],
    ['addSeveral', [person, phone]],
    ['dialOut', [phone]],
    ['replace', [{ ...phone, replacesCallId: 'c' }]],
    ['replace', [{ ...person, replacesCallId: 'c', participantId: null }]],
    ['move', [{ ...phone, replacesCallId: 'c', participantId: 'p' }]],
  ])('%s, the first that fits', (scenario, participants) => {
    expect(inviteOf('invite-1', { callId: 'call-1', participants }).scenario).toBe(scenario);
  });
});
