import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { checkTemporal } from '../../cli/doctor/check-temporal.ts';
import { checkGraph } from '../../cli/doctor/check-graph.ts';
import { checkWebhooks } from '../../cli/doctor/check-webhooks.ts';
import { checkCallback } from '../../cli/doctor/check-callback.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { runCli } from '../../cli/run-cli.ts';
import { appId, startCloud, type Cloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';
import { ioWith } from '../unit/cli/io.ts';

let cloud: Cloud;
let connection: Connection;

beforeAll(async () => {
  cloud = await startCloud();
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(async () => {
  await connection.close();
  await cloud.close();
});

const settings = (changes: Readonly<Record<string, string>> = {}) => ({
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  TEMPORAL_NAMESPACE: inject('temporalNamespace'),
  TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
  INVITE_TASK_QUEUE: cloud.taskQueue,
  ...changes,
});

async function temporalChecks(env: Readonly<Record<string, string>>) {
  const findings: Finding[] = [];
  await checkTemporal(env, (finding) => findings.push(finding));
  return Object.fromEntries(findings.map(({ check, ...rest }) => [check, rest]));
}

it('finds nothing wrong where all is set up and a worker polls', async () => {
  await until(
    async () => (await temporalChecks(settings()))['workers']?.status === 'ok',
    'the server knows of the worker',
  );
  const checked = await temporalChecks(settings());
  expect(Object.keys(checked)).toEqual(['temporal', 'namespace', 'search attributes', 'workers']);
  expect(Object.values(checked).map(({ status }) => status)).not.toContain('failed');
});

it('finds that nobody polls the task queue', async () => {
  const checked = await temporalChecks(settings({ INVITE_TASK_QUEUE: `empty-${randomUUID()}` }));
  expect(checked['workers']).toMatchObject({
    status: 'failed',
    fix: expect.stringContaining('INVITE_TASK_QUEUE') as unknown,
  });
});

it('finds a namespace that is not there, and looks no further in it', async () => {
  const checked = await temporalChecks(settings({ TEMPORAL_NAMESPACE: `none-${randomUUID()}` }));
  expect(checked['namespace']).toMatchObject({
    status: 'failed',
    fix: expect.stringContaining('temporal operator namespace create') as unknown,
  });
  expect(checked['search attributes']?.status).toBe('skipped');
});

it('finds search attributes missing, and setup, as it says, mends that', async () => {
  const env = settings({ TEMPORAL_NAMESPACE: await newNamespace() });
  const before = await temporalChecks(env);
  expect(before['namespace']?.status).toBe('ok');
  expect(before['search attributes']).toMatchObject({
    status: 'failed',
    found: expect.stringContaining('GraphInviteOutcome') as unknown,
    fix: 'Run: graph-invite setup',
  });
  expect(await runCli(['setup'], ioWith({ env }).io)).toBe(0);
  await until(
    async () => (await temporalChecks(env))['search attributes']?.status === 'ok',
    'the search attributes are registered',
  );
});

it('looks at Graph, the key set and the callback of a running installation', async () => {
  const findings: Finding[] = [];
  const note = (finding: Finding) => findings.push(finding);
  const env = {
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_STATIC_TOKEN: 'test-token',
    GRAPH_BASE_URL: cloud.simulator.graphBaseUrl,
    NOTIFICATION_AUDIENCE: appId,
    NOTIFICATION_JWKS_URL: cloud.simulator.jwksUrl,
    ALLOW_INSECURE_LOOPBACK: 'true',
  };
  await checkGraph(env, note);
  await checkWebhooks(env, note);
  await checkCallback(cloud.webhooks.notificationUrl, env, note);
  expect(findings.map(({ check, status }) => `${check}: ${status}`)).toEqual([
    'worker settings: ok',
    'graph token: ok',
    'graph roles: skipped',
    'graph: ok',
    'webhooks settings: ok',
    'notification audience: ok',
    'notification issuers: ok',
    'signing keys: ok',
    'clock: ok',
    'callback: ok',
  ]);
});

async function newNamespace(): Promise<string> {
  const namespace = `doctor-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('7 days'),
  });
  return namespace;
}
