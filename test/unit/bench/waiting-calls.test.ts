import { describe, expect, it } from 'vitest';
import { projectNotification } from '../../../webhooks/project-notification.ts';
import { completionOf, rosterOf } from '../../../bench/waiting/notifications.ts';
import { invitesOf, planCalls, splitCalls } from '../../../bench/waiting/plan-calls.ts';
import { randomOf } from '../../../bench/support/random.ts';
import { normaliseId } from '../../../contracts/ids.ts';

describe('the calls of the waiting benchmark', () => {
  const calls = planCalls(100, randomOf(1, 'calls'));

  it('hold as many invites as are asked for, half of them five to a call', () => {
    const together = invitesOf(calls.filter(({ invites }) => invites.length === 5));
    const alone = calls.filter(({ invites }) => invites.length === 1);
    expect([together.length, alone.length]).toEqual([50, 50]);
    expect(invitesOf(planCalls(8, randomOf(1, 'calls')))).toHaveLength(8);
  });

  it('have ids of their own, the same ones for one seed', () => {
    const ids = invitesOf(calls).map(({ inviteId }) => inviteId);
    expect(new Set(ids).size).toBe(100);
    expect(planCalls(100, randomOf(1, 'calls'))).toEqual(calls);
    expect(planCalls(100, randomOf(2, 'calls'))).not.toEqual(calls);
  });

  it('are divided between calls, so that a part may hold some invites more than were asked for', () => {
    const [first, rest] = splitCalls(calls, 7);
    expect(invitesOf(first)).toHaveLength(10);
    expect([...first, ...rest]).toEqual(calls);
    expect(splitCalls(calls, 0)).toEqual([[], calls]);
    expect(splitCalls(calls, 101)).toEqual([calls, []]);
  });

  it('are told of in notifications that the webhooks understand', () => {
    const random = randomOf(1, 'notifications');
    const [call] = calls.filter(({ invites }) => invites.length === 5);
    const [invite] = call?.invites ?? [];
    if (call === undefined || invite === undefined) throw new Error('No call of five.');
    const { inviteId, callId } = invite;
    expect(projectNotification(completionOf(invite, random))).toMatchObject({
      items: [{ kind: 'operationCompleted', inviteId, callId }],
    });
    const people = call.invites.map(({ personId }) => ({
      ...{ key: normaliseId(personId), inLobby: false, removed: false },
    }));
    expect(projectNotification(rosterOf(call, random))).toMatchObject({
      items: [{ kind: 'rosterUpdated', participants: [{}, ...people] }],
    });
  });
});
