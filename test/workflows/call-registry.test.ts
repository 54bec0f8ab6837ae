import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { CallRegisterReader, CallRegisterWriter } from '../../contracts/call-register.ts';
import { callWorkflowId } from '../../contracts/ids.ts';
import type { Registration } from '../../contracts/types.ts';
import { createCallRegisterReader } from '../../webhooks/call-register-reader.ts';
import { createCallRegisterWriter } from '../../worker/call-register-writer.ts';
import { unreadablePayloads } from '../support/facts.ts';
import { countOf, eventsOf, record } from '../support/histories.ts';
import { startInvites, type Invites } from '../support/invites.ts';
import { until } from '../support/until.ts';

const minute = 60_000;
let invites: Invites;
let connection: Connection;
let client: Client;
let reader: CallRegisterReader;
let writer: CallRegisterWriter;

beforeAll(async () => {
  invites = await startInvites();
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({
    connection,
    namespace: inject('temporalNamespace'),
    identity: 'test-client',
  });
  reader = createCallRegisterReader(client);
  writer = createCallRegisterWriter(client, invites.taskQueue);
});
afterAll(async () => {
  await invites.close();
  await connection.close();
});

function registration(inviteId: string, expiresInMs: number): Registration {
  return {
    inviteId,
    participantKeys: ['p1'],
    role: 'target',
    expiresAt: new Date(Date.now() + expiresInMs).toISOString(),
  };
}

/** A register that would sleep for long is ended with the test, so that none is left behind. */
async function onCall(holds: (callId: string, register: WorkflowHandle) => Promise<void>) {
  const callId = randomUUID().toUpperCase();
  const register = client.workflow.getHandle(callWorkflowId(callId));
  try {
    await holds(callId, register);
  } finally {
    await register.terminate().catch(() => undefined);
  }
}

describe.concurrent('the register of a call', () => {
  test('tells who waits, as soon as the registration was stored, with no worker at work', () =>
    onCall(async (callId, register) => {
      const sleeping = createCallRegisterWriter(client, `nobody-polls-${randomUUID()}`);
      const first = registration('invite-1', minute);
      await sleeping.register(callId, first, minute);
      expect(await reader.lookUp(callId)).toEqual([first]);
      expect((await register.describe()).type).toBe('callRegistry');
      expect(await (await register.describe()).staticSummary()).toMatch(/^Who waits on this call/);
    }));

  test('takes a second registration as one more event that wakes nobody', () =>
    onCall(async (callId, register) => {
      const [first, second] = [registration('invite-1', minute), registration('invite-2', minute)];
      await writer.register(callId, first, minute);
      const before = await eventsOf(register);
      await writer.register(callId, second, minute);
      expect(await reader.lookUp(callId)).toEqual([first, second]);
      const after = await eventsOf(register);
      expect(after).toHaveLength(before.length + 1);
      expect(countOf(after, 'workflowTaskScheduledEventAttributes')).toBe(0);
    }));

  test('knows a call whatever the case and dashes of its id', () =>
    onCall(async (callId) => {
      await writer.register(callId, registration('invite-1', minute), minute);
      expect(await reader.lookUp(callId.replaceAll('-', '').toLowerCase())).toHaveLength(1);
      expect(callWorkflowId(callId)).toBe(`call/${callId.toLowerCase().replaceAll('-', '')}`);
    }));

  test('remembers every invite of those that register at the same moment', () =>
    onCall(async (callId) => {
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await Promise.all(ids.map((id) => writer.register(callId, registration(id, minute), minute)));
      const waiting = await reader.lookUp(callId);
      expect(waiting.map(({ inviteId }) => inviteId).toSorted()).toEqual(ids);
    }));

  test('counts an invite once, however often it registered', () =>
    onCall(async (callId) => {
      await writer.register(callId, registration('invite-1', minute), minute);
      const again = registration('invite-1', 2 * minute);
      await writer.register(callId, again, 2 * minute);
      expect(await reader.lookUp(callId)).toEqual([again]);
    }));

  test('tells of nobody on a call that was never registered', async () => {
    expect(await reader.lookUp(randomUUID())).toEqual([]);
  });

  test('tells of nobody whose registration has long expired', () =>
    onCall(async (callId) => {
      await writer.register(callId, registration('invite-1', -60 * minute), minute);
      expect(await reader.lookUp(callId)).toEqual([]);
    }));

  test('drops what is no registration', () =>
    onCall(async (callId, register) => {
      const good = registration('invite-1', minute);
      await writer.register(callId, good, minute);
      await register.signal('inviteRegistered', 'nonsense');
      await register.signal('inviteRegistered', { ...good, role: 'spectator' });
      await register.signal('somethingElse', registration('invite-2', minute));
      expect(await reader.lookUp(callId)).toEqual([good]);
    }));

  test('row 53: drops a registration that nobody can read, asleep and awake', () =>
    onCall(async (callId, register) => {
      const good = registration('invite-1', 1_500);
      await writer.register(callId, good, 300);
      for (const payload of unreadablePayloads) {
        await client.workflowService.signalWorkflowExecution({
          namespace: client.options.namespace,
          workflowExecution: { workflowId: register.workflowId },
          signalName: 'inviteRegistered',
          input: { payloads: [payload] },
        });
      }
      expect(await reader.lookUp(callId)).toEqual([good]);
      await register.result();
      const events = await eventsOf(register);
      expect(countOf(events, 'workflowTaskFailedEventAttributes')).toBe(0);
    }));

  test('woken early, waits for the last expiry and then ends, and tells of nobody', () =>
    onCall(async (callId, register) => {
      const late = registration('invite-2', 4_000);
      await writer.register(callId, registration('invite-1', 2_000), 500);
      await writer.register(callId, late, 4_000);
      await until(async () => {
        const events = await eventsOf(register);
        return countOf(events, 'timerStartedEventAttributes') > 0;
      }, 'the register is awake');
      expect(await reader.lookUp(callId)).toHaveLength(2);
      await register.result();
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(late.expiresAt) - 500);
      expect(await reader.lookUp(callId)).toEqual([]);
      expect(countOf(await eventsOf(register), 'workflowTaskCompletedEventAttributes')).toBe(2);
      await record('call-registry', register);
    }));

  test('begins anew after it has ended', () =>
    onCall(async (callId, register) => {
      await writer.register(callId, registration('invite-1', 100), 100);
      await register.result();
      const next = registration('invite-2', minute);
      await writer.register(callId, next, minute);
      expect(await reader.lookUp(callId)).toEqual([next]);
    }));
});
