import type { Client } from '@temporalio/client';
import { normaliseId } from '../../../contracts/ids.ts';
import { createCallRegisterWriter } from '../../../worker/call-register-writer.ts';
import type { NaiveInvite } from './workflow.ts';

/** As long as an invite of ours with the deadlines that it has by default, about. */
const lifeMs = 300_000;

/** The POST of the naive workflow: Node's own fetch, with its kept connections, and a token that costs nothing. */
export function createNaiveActivities(graphBaseUrl: string, client: Client, taskQueue: string) {
  const register = createCallRegisterWriter(client, taskQueue);
  return {
    naivePost: async ({ callId, inviteId, personId, promises }: NaiveInvite): Promise<unknown> => {
      if (promises.includes('register')) {
        const expiresAt = new Date(Date.now() + lifeMs).toISOString();
        const registration = { inviteId, participantKeys: [normaliseId(personId)], expiresAt };
        await register.register(callId, { ...registration, role: 'target' }, lifeMs);
      }
      const url = `${graphBaseUrl}/communications/calls/${callId}/participants/invite`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
        body: JSON.stringify({
          participants: [{ identity: { user: { id: personId } } }],
          clientContext: inviteId,
        }),
      });
      if (!response.ok) throw new Error(`Graph answered ${response.status}.`);
      return response.json();
    },
  };
}
