import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normaliseId } from '../../contracts/ids.ts';
import {
  failureDetails,
  onOwnCall,
  running,
  startInvites,
  type Invites,
} from '../support/invites.ts';

let invites: Invites;

beforeAll(async () => {
  invites = await startInvites();
});
afterAll(async () => {
  try {
    expect(await invites.replayAll()).toBeGreaterThan(0);
  } finally {
    await invites.close();
  }
});

const ada = '6b1d9a3e-58a4-4a51-9d0f-0c5f3a1b7e11';
const entry = (id: string, more: object = {}) => ({
  key: normaliseId(id),
  inLobby: false,
  removed: false,
  ...more,
});

describe('an invite of one person', () => {
  test('joins when the operation completed and the roster shows the person', async () => {
    const request = onOwnCall({ participants: [{ identity: { user: { id: ada } } }] });
    const invite = await invites.start(request);
    const { callId } = request;
    await invite.handle.signal('operationCompleted', { callId, operationId: 'op-2' });
    await invite.handle.signal('rosterUpdated', {
      callId: callId.toUpperCase(),
      participants: [entry(ada, { participantId: 'p-1' })],
    });
    expect(await invite.result()).toMatchObject({
      outcome: 'joined',
      scenario: 'add',
      callId,
      inviteId: invite.inviteId,
      participants: [
        { identity: { user: { id: ada } }, participantId: 'p-1', rosterConfirmed: true },
      ],
      confirmedBy: { completion: 'notification', roster: 'notification', teardown: 'notRequired' },
    });
  });

  test('fails with the reason of a failed operation', async () => {
    const request = onOwnCall({ participants: [{ identity: { user: { id: ada } } }] });
    const invite = await invites.start(request);
    await invite.handle.signal('operationFailed', {
      callId: request.callId,
      resultInfo: { code: 500, subcode: 0, diagnosticCode: '580#5201' },
    });
    expect(await failureDetails(invite)).toMatchObject({
      outcome: 'InviteFailed',
      joined: false,
      retryAdvice: 'later',
      resultInfo: { code: 500, subcode: 0, diagnosticCode: '580#5201' },
      operationId: 'op-1',
    });
  });
});
(void randomUUID, running);
