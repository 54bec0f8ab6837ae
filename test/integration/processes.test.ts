/** The processes as they are deployed: built, configured by the environment only, each on its own. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { freePort, ready, startProcess, type ProcessUnderTest } from '../support/process.ts';
import { until } from '../support/until.ts';

const appId = randomUUID();
const issuer = 'https://simulator.invalid/graph';
const taskQueue = `processes-${randomUUID()}`;
const soon = { operationMs: 20_000, rosterMs: 10_000, teardownMs: 10_000, reconcileMs: 3_000 };
const temporal = () => ({
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  TEMPORAL_NAMESPACE: inject('temporalNamespace'),
});

let simulator: ProcessUnderTest;
let webhooks: ProcessUnderTest;
let worker: ProcessUnderTest;
let simulatorUrl: string;
let callbackUri: string;
let invites: InviteClient;
let connection: Connection;

async function startWorker(): Promise<ProcessUnderTest> {
  const adminPort = await freePort();
  const started = startProcess('worker/main.js', {
    ...temporal(),
    INVITE_TASK_QUEUE: taskQueue,
    GRAPH_BASE_URL: `${simulatorUrl}/v1.0`,
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_STATIC_TOKEN: 'a-token',
    ALLOW_INSECURE_LOOPBACK: 'true',
    ADMIN_PORT: adminPort,
  });
  await ready(started, `http://127.0.0.1:${adminPort}/readyz`);
  return started;
}

async function startWebhooks(stdout?: number): Promise<{ process: ProcessUnderTest; url: string }> {
  const [port, adminPort] = await Promise.all([freePort(), freePort()]);
  const env = {
    ...temporal(),
    WEBHOOK_PORT: port,
    ADMIN_PORT: adminPort,
    NOTIFICATION_AUDIENCE: appId,
    NOTIFICATION_ISSUERS: issuer,
    NOTIFICATION_JWKS_URL: `${simulatorUrl}/.well-known/keys`,
    ALLOW_INSECURE_LOOPBACK: 'true',
  };
  const started = startProcess('webhooks/main.js', env, stdout);
  await ready(started, `http://127.0.0.1:${adminPort}/readyz`);
  return { process: started, url: `http://127.0.0.1:${port}/notifications` };
}

beforeAll(async () => {
  const simulatorPort = await freePort();
  simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  simulator = startProcess('simulator/main.js', {
    SIMULATOR_PORT: simulatorPort,
    SIMULATOR_APP_ID: appId,
    SIMULATOR_TENANT_ID: randomUUID(),
    SIMULATOR_ISSUER: issuer,
  });
  await ready(simulator, `${simulatorUrl}/healthz`);
  worker = await startWorker();
  ({ process: webhooks, url: callbackUri } = await startWebhooks());
  connection = await Connection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection, namespace: inject('temporalNamespace') });
  invites = createInviteClient({ client, taskQueue });
});

afterAll(async () => {
  await connection.close();
  // In the order of a deployment that is taken down; each drains and ends well.
  expect(await webhooks.stop('SIGTERM')).toBe(0);
  expect(await worker.stop('SIGTERM')).toBe(0);
  expect(await simulator.stop('SIGTERM')).toBe(0);
});

async function control(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${simulatorUrl}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : await answer.json();
}

async function groupCall(): Promise<string> {
  const call = (await control('calls', { kind: 'group', callbackUri })) as { callId: string };
  return call.callId;
}

describe('processes of their own', () => {
  test('bring an invite that was started by name to the same end as one from the client', async () => {
    const callId = await groupCall();
    const participants = [{ identity: { user: { id: randomUUID() } } }];
    const byClient = await invites.start({ callId, participants, deadlines: soon });
    const inviteId = `x1-${randomUUID()}`;
    const input = JSON.stringify({
      callId,
      participants: [{ identity: { user: { id: randomUUID() } } }],
      deadlines: soon,
    });
    await startByName(`invite/${inviteId}`, input);
    const byName = await invites.get(inviteId).result();
    expect(byName).toMatchObject({ outcome: 'joined', scenario: 'add', callId, inviteId });
    const { confirmedBy, outcome } = await byClient.result();
    expect({ confirmedBy, outcome }).toEqual({
      confirmedBy: byName.confirmedBy,
      outcome: byName.outcome,
    });
  });

  test('lose no invite when the worker is killed while one waits', async () => {
    const callId = await groupCall();
    const id = randomUUID();
    await control('scripts', { inviteeId: id, answer: { kind: 'answer', afterMs: 1_500 } });
    const participants = [{ identity: { user: { id } } }];
    const invite = await invites.start({ callId, participants, deadlines: soon });
    await until(async () => (await invite.status()).phase === 'awaitingOutcome', 'it rings');
    expect(await worker.stop('SIGKILL')).toBe('SIGKILL');
    worker = await startWorker();
    expect(await invite.result()).toMatchObject({
      outcome: 'joined',
      confirmedBy: { completion: 'notification' },
    });
  });
});

describe('row 57: a process whose log cannot be written', () => {
  test('works on, and ends well', async () => {
    const full = openSync('/dev/full', 'w');
    const started = await startWebhooks(full);
    closeSync(full);
    const { token } = (await control('tokens', {})) as { token: string };
    const answer = await fetch(started.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        value: [{ changeType: 'deleted', resource: `/communications/calls/${randomUUID()}` }],
      }),
    });
    expect(answer.status).toBe(202);
    expect(await started.process.stop('SIGTERM')).toBe(0);
  });
});

describe('a process with unusable settings', () => {
  test('names every problem at once, prints no secret, and ends with 1', async () => {
    const started = startProcess('worker/main.js', {
      GRAPH_BASE_URL: 'http://graph.example.com/v1.0',
      GRAPH_CREDENTIAL: 'clientSecret',
      AZURE_CLIENT_SECRET: 'the-secret-itself',
      ADMIN_PORT: '99999',
    });
    expect(await started.exited).toBe(1);
    for (const name of ['GRAPH_BASE_URL', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'ADMIN_PORT']) {
      expect(started.output()).toContain(name);
    }
    expect(started.output()).not.toContain('the-secret-itself');
  });

  test('says which Temporal it cannot reach', async () => {
    const port = await freePort();
    const started = startProcess('webhooks/main.js', {
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      NOTIFICATION_AUDIENCE: appId,
    });
    expect(await started.exited).toBe(1);
    expect(started.output()).toContain(`127.0.0.1:${port}`);
  });
});

/** As a person would with Temporal's CLI; where the run has only a server's address, as another SDK would. */
async function startByName(workflowId: string, input: string): Promise<void> {
  const cliPath = inject('temporalCliPath');
  if (cliPath === null) {
    const client = new Client({ connection, namespace: inject('temporalNamespace') });
    const args: unknown[] = [JSON.parse(input)];
    await client.workflow.start('inviteParticipants', { workflowId, taskQueue, args });
    return;
  }
  const command = ['workflow', 'start', '--type', 'inviteParticipants', '--task-queue', taskQueue];
  await promisify(execFile)(cliPath, [
    ...command,
    ...['--workflow-id', workflowId, '--input', input],
    ...['--address', inject('temporalAddress'), '--namespace', inject('temporalNamespace')],
  ]);
}
