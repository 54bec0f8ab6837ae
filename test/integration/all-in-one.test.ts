/** Worker, webhooks and client in one process, as it is deployed and as another program holds it. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createInviteClient } from '../../client/index.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { freePort, ready, startProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

const appId = randomUUID();
const issuer = 'https://simulator.invalid/graph';
let simulator: Simulator;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  simulator = await startSimulator({ issuer, appId, tenantId: randomUUID(), redelivery: {} });
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({ connection, namespace: inject('temporalNamespace') });
});
afterAll(async () => {
  await connection.close();
  await simulator.close();
});

async function settings() {
  const [port, adminPort] = await Promise.all([freePort(), freePort()]);
  const taskQueue = `all-in-one-${randomUUID()}`;
  const env = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    INVITE_TASK_QUEUE: taskQueue,
    GRAPH_BASE_URL: simulator.graphBaseUrl,
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_STATIC_TOKEN: 'a-token',
    NOTIFICATION_AUDIENCE: appId,
    NOTIFICATION_ISSUERS: issuer,
    NOTIFICATION_JWKS_URL: simulator.jwksUrl,
    ALLOW_INSECURE_LOOPBACK: 'true',
    WEBHOOK_PORT: port,
    ADMIN_PORT: adminPort,
  };
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  return { env, taskQueue, adminUrl, callbackUri: `http://127.0.0.1:${port}/notifications` };
}

test('one process invites, hears of the answer and tells of both, and ends well', async () => {
  const { env, taskQueue, adminUrl, callbackUri } = await settings();
  const started = startProcess('worker/all-in-one-main.js', env);
  await ready(started, `${adminUrl}/readyz`);
  const { callId } = simulator.createCall({ kind: 'group', callbackUri });
  const participants = [{ identity: { user: { id: randomUUID() } } }];
  const invite = await createInviteClient({ client, taskQueue }).start({ callId, participants });
  expect(await invite.result()).toMatchObject({
    outcome: 'joined',
    confirmedBy: { completion: 'notification', roster: 'notification' },
  });
  const types = await until(async () => {
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    const found = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    return found.includes('graph_invite_life_seconds') && found;
  }, 'the invite has been counted');
  expect(types).toContain('graph_invite_ended_total');
  expect(types).toContain('graph_invite_webhook_answers_total');
  expect(types.filter((name, index) => types.indexOf(name) !== index)).toEqual([]);
  expect(await started.stop('SIGTERM')).toBe(0);
});

test('the problems of both settings are named together', async () => {
  const { env } = await settings();
  const started = startProcess('worker/all-in-one-main.js', {
    ...env,
    GRAPH_CREDENTIAL: 'clientSecret',
    WEBHOOK_PATH: 'no path',
    ADMIN_PORT: 'x',
  });
  expect(await started.exited).toBe(1);
  for (const name of ['AZURE_TENANT_ID', 'WEBHOOK_PATH']) expect(started.output()).toContain(name);
  expect(started.output().match(/ADMIN_PORT/g)).toHaveLength(1);
});

test('a start that fails leaves nothing open, so that the next one succeeds', async () => {
  const { env } = await settings();
  const program = fileURLToPath(new URL('../support/embedded-again.mjs', import.meta.url));
  const { stderr } = await promisify(execFile)(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...env },
    timeout: 50_000,
  });
  expect(stderr.trim().split('\n').at(-1)).toBe('first EADDRINUSE, then started and closed twice');
});

test('a program that holds everything in itself starts eagerly, and closes', async () => {
  const { env } = await settings();
  const program = fileURLToPath(new URL('../support/embedded.mjs', import.meta.url));
  const { stderr } = await promisify(execFile)(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      ...env,
      SIMULATOR_URL: new URL(simulator.graphBaseUrl).origin,
    },
    timeout: 50_000,
  });
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const { workflowId, result } = JSON.parse(last) as { workflowId: string; result: unknown };
  expect(result).toMatchObject({ outcome: 'joined' });
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  expect(events?.[0]?.workflowExecutionStartedEventAttributes?.eagerExecutionAccepted).toBe(true);
});
