import { describe, expect, it } from 'vitest';
import { InviteConflictError, InviteFailedError } from '../../../client/index.ts';

describe('an error as JSON', () => {
  it('has its message and members, without cause and stack', () => {
    const cause = new Error('of the SDK');
    const error = new InviteConflictError('ticket-1', ['callId'], { cause });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'InviteConflictError',
      code: 'inviteConflict',
      message: error.message,
      inviteId: 'ticket-1',
      differing: ['callId'],
    });
  });

  it('names nobody who was invited', () => {
    const error = new InviteFailedError('ticket-2', {
      outcome: 'InviteBusy',
      joined: false,
      retryAdvice: 'later',
      callId: 'call-1',
      participants: [
        {
          identity: { phone: { id: '+15550100177' } },
          participantId: null,
          rosterConfirmed: false,
        },
      ],
      resultInfo: { code: 486, subcode: 560486 },
    });
    const text = JSON.stringify(error);
    expect(text).not.toContain('5550100177');
    expect(JSON.parse(text)).toMatchObject({
      type: 'InviteBusy',
      retryAdvice: 'later',
      details: { outcome: 'InviteBusy', callId: 'call-1', resultInfo: { code: 486 } },
    });
    expect(error.details.participants).toHaveLength(1);
  });
});
