/** Payload encryption through the whole product: real server, real HTTP, everything in its histories encrypted. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import {
  createInviteClient,
  InviteUnreadableError,
  type InviteHandle,
} from '../../client/index.ts';
import { callWorkflowId, inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import { payloadEncryption } from '../../runtime/payload-encryption.ts';
import type { CallInput, Script } from '../../simulator/index.ts';
import { createCallRegisterReader } from '../../webhooks/call-register-reader.ts';
import { UnavailableError } from '../../webhooks/unavailable-error.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { keyFile, newKey } from '../support/payload-keys.ts';
import { readable } from '../support/readable.ts';
import { until } from '../support/until.ts';

const [may, november] = [newKey(), newKey()];
const rotated = keyFile({ encryptWith: '2026-11', keys: { '2026-05': may, '2026-11': november } });
const onlyMay = keyFile({ encryptWith: '2026-05', keys: { '2026-05': may } });
const onlyForeign = keyFile({ encryptWith: 'other', keys: { other: newKey() } });

const displayName = 'Canary Person';
const deadlines = { operationMs: 5_000, rosterMs: 3_000, teardownMs: 3_000, reconcileMs: 3_000 };

let cloud: Cloud;
let connection: Connection;
beforeAll(async () => {
  cloud = await startCloud({ keysFile: rotated });
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(async () => {
  await cloud.close();
  await connection.close();
});

const person = () => ({ identity: { user: { id: randomUUID(), displayName } } });

function newCall(more: Partial<CallInput> = {}): string {
  const { callbackUri } = cloud;
  return cloud.simulator.createCall({ kind: 'group', callbackUri, ...more }).callId;
}

interface Given {
  readonly request?: Partial<InviteRequest>;
  readonly script?: Script;
}

function requestOf({ request, script }: Given = {}) {
  const inviteId = randomUUID();
  if (script) cloud.simulator.script({ ...script, clientContext: inviteId });
  return { inviteId, callId: newCall(), participants: [person()], deadlines, ...request };
}

/** A client of the same server with other keys, or with none. */
function clientWith(keysFile?: string): Client {
  const dataConverter = keysFile === undefined ? undefined : payloadEncryption(keysFile);
  const namespace = inject('temporalNamespace');
  return new Client({ connection, namespace, ...(dataConverter && { dataConverter }) });
}

/** Everything that the server has of a run, as bytes read as text. */
async function rawHistory(workflowId: string): Promise<string> {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace: inject('temporalNamespace'),
    execution: { workflowId },
  });
  return JSON.stringify(readable(history));
}

function posts(inviteId: string) {
  const ledger = cloud.simulator.ledger();
  return ledger.filter((one) => one.type === 'postReceived' && one.clientContext === inviteId);
}

async function signalInClear(invite: InviteHandle, signal: string, fact: object): Promise<void> {
  await clientWith().workflow.getHandle(invite.workflowId).signal(signal, fact);
}

describe('with encryption on', () => {
  test('an invite joins by notifications, and its history shows nobody', async () => {
    const request = requestOf();
    const invite = await cloud.invites.start(request);
    const result = await invite.result();
    expect(result.confirmedBy).toEqual({
      completion: 'notification',
      // The webhooks found it in the encrypted register of the call.
      roster: 'notification',
      teardown: 'notRequired',
    });
    const id = request.participants[0]?.identity.user?.id ?? '';
    for (const workflowId of [invite.workflowId, callWorkflowId(request.callId)]) {
      const raw = await rawHistory(workflowId);
      expect(raw).toContain('binary/encrypted');
      // Search attributes stay in clear, and name nobody.
      expect(raw.replaceAll(/"searchAttributes":\{"indexedFields":.*?\}\}\}/g, '')).not.toContain(
        'json/plain',
      );
      for (const clear of [displayName, id, id.replaceAll('-', ''), 'Who waits on this call'])
        expect(raw).not.toContain(clear);
    }
  });

  test('a failure keeps its type in clear and its words encrypted, and the caller reads both', async () => {
    const invite = await cloud.invites.start(
      requestOf({ script: { answer: { kind: 'decline' } } }),
    );
    await expect(invite.result()).rejects.toMatchObject({
      type: 'InviteDeclined',
      details: { outcome: 'InviteDeclined', inviteId: invite.inviteId },
      cause: { cause: { message: expect.not.stringContaining('Encoded failure') as unknown } },
    });
    const raw = await rawHistory(invite.workflowId);
    expect(raw).toContain('InviteDeclined');
    expect(raw).toContain('"message":"Encoded failure"');
    expect(raw).not.toContain('stackTrace":"A');
  });

  test('failures of activities are encoded, too', async () => {
    const script: Script = { answer: { kind: 'httpStatus', status: 403, code: '7504' } };
    const invite = await cloud.invites.start(requestOf({ script }));
    await expect(invite.result()).rejects.toMatchObject({ type: 'InviteRejected' });
    expect(await rawHistory(invite.workflowId)).not.toContain('Graph answered 403');
  });

  test('status, a second start and a different one work as in clear', async () => {
    const request = requestOf({ script: { answer: { kind: 'never' } } });
    const invite = await cloud.invites.start(request);
    await until(async () => (await invite.status()).phase === 'awaitingOutcome', 'it waits');
    expect((await cloud.invites.start(request)).inviteId).toBe(invite.inviteId);
    await expect(cloud.invites.start({ ...request, tenantId: 'another' })).rejects.toMatchObject({
      code: 'inviteConflict',
    });
    await invite.cancel();
    await expect(invite.result()).rejects.toMatchObject({ code: 'inviteCanceled' });
  });

  test('the finished runs replay', async () => {
    const invite = await cloud.invites.start(requestOf());
    await invite.result();
    await cloud.replay(invite);
  });
});

describe('a rotated key', () => {
  test('reads what a client with the older one wrote', async () => {
    const before = createInviteClient({ client: clientWith(onlyMay), taskQueue: cloud.taskQueue });
    const { inviteId } = await before.start(requestOf());
    expect(await cloud.invites.get(inviteId).result()).toMatchObject({ outcome: 'joined' });
  });

  test('is named where it is missing', async () => {
    const invite = await cloud.invites.start(requestOf());
    await invite.result();
    const before = createInviteClient({ client: clientWith(onlyMay) });
    await expect(before.get(invite.inviteId).result()).rejects.toThrow('"2026-11"');
  });

  test('is asked for where there is no key file at all', async () => {
    const invite = await cloud.invites.start(requestOf());
    await invite.result();
    const address = inject('temporalAddress');
    const namespace = inject('temporalNamespace');
    const without = createInviteClient({ connection: { address, namespace } });
    await expect(without.get(invite.inviteId).result()).rejects.toThrow(
      /"2026-11".* PAYLOAD_ENCRYPTION_KEYS_FILE/,
    );
    await without.close();
  });

  test('that the webhooks lack keeps them from acknowledging what may concern somebody', async () => {
    const request = requestOf({ script: { answer: { kind: 'never' } } });
    const invite = await cloud.invites.start(request);
    await until(() => posts(invite.inviteId).length === 1, 'it is posted');
    const reader = (keysFile: string | undefined) => {
      const [namespace, dataConverter] = [inject('temporalNamespace'), payloadEncryption(keysFile)];
      return createCallRegisterReader(new Client({ connection, namespace, dataConverter }));
    };
    expect(await reader(rotated).lookUp(request.callId)).toMatchObject([
      { inviteId: invite.inviteId },
    ]);
    for (const keysFile of [undefined, onlyForeign])
      await expect(reader(keysFile).lookUp(request.callId)).rejects.toThrow(UnavailableError);
    await invite.cancel();
  });

  test('that the worker lacks lets the invite wait, and nothing is sent', async () => {
    const foreign = createInviteClient({
      client: clientWith(onlyForeign),
      taskQueue: cloud.taskQueue,
    });
    const invite = await foreign.start(requestOf());
    const failed = async () =>
      (await rawHistory(invite.workflowId)).includes('"workflowTaskFailedEventAttributes":{');
    await until(failed, 'the workflow task fails');
    expect(posts(invite.inviteId)).toEqual([]);
    await clientWith().workflow.getHandle(invite.workflowId).terminate('the test is over');
  });
});

describe('what somebody without the keys writes', () => {
  test('does not start an invite', async () => {
    const { inviteId, ...request } = requestOf();
    const workflowId = inviteWorkflowId(inviteId);
    const { taskQueue } = cloud;
    await clientWith().workflow.start(inviteWorkflowType, {
      workflowId,
      taskQueue,
      args: [request],
    });
    await expect(cloud.invites.get(inviteId).result()).rejects.toMatchObject({
      type: 'InvalidInviteRequest',
    });
    expect(posts(inviteId)).toEqual([]);
    // Its id is used up, and who starts it again with the keys is told why.
    await expect(cloud.invites.start({ inviteId, ...request })).rejects.toThrow(
      InviteUnreadableError,
    );
  });

  test('moves no invite', async () => {
    const request = requestOf({ script: { answer: { kind: 'answer', afterMs: 1_500 } } });
    const invite = await cloud.invites.start(request);
    const { callId } = request;
    await signalInClear(invite, 'operationFailed', { callId, resultInfo: { code: 487 } });
    await signalInClear(invite, 'callTerminated', { callId });
    expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  });

  test('registers nobody for a call', async () => {
    const { callId } = requestOf();
    const { taskQueue } = cloud;
    const args = [
      {
        inviteId: 'nobody',
        participantKeys: ['x'],
        role: 'target',
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      },
    ];
    const register = await clientWith().workflow.start('callRegistry', {
      workflowId: callWorkflowId(callId),
      taskQueue,
      args,
      startDelay: '1 minute',
    });
    cloud.simulator.endCall(callId);
    const counted = async () => /refused_total\{reason="plaintext"\} [1-9]/.test(await metrics());
    await until(counted, 'the payload is refused');
    await register.terminate('the test is over');
  });

  async function metrics(): Promise<string> {
    return await (await fetch(`${cloud.webhooks.adminUrl}/metrics`)).text();
  }
});
