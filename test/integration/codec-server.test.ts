import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectTemporal, type TemporalConnection } from '../../runtime/temporal-connection.ts';
import { freePort } from '../support/process.ts';
import { until } from '../support/until.ts';

const { History } = proto.temporal.api.history.v1;
const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const namespace = inject('temporalNamespace');
const origin = inject('temporalUiUrl') ?? 'http://127.0.0.1:8233';
const workflowId = `codec-server-test/${randomUUID()}`;
const secrets = ['+15550100777', 'the words of a signal', 'a note beside it'];

let folder: string;
let temporal: TemporalConnection;
let server: ReturnType<typeof spawn>;
let url: string;
let output = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graph-invite-codec-server-'));
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, execFileSync(process.execPath, [cli, 'new-key']), { mode: 0o600 });
  const env = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    PAYLOAD_ENCRYPTION_KEYS_FILE: keysFile,
  };
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const args = [cli, 'codec-server', '--port', port, '--ui-origin', origin];
  server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  await until(isUp, 'the codec server answers');
  temporal = await connectTemporal({ env });
});

afterAll(async () => {
  await temporal.client.workflow.getHandle(workflowId).terminate();
  await temporal.close();
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

it('turns a history that holds nothing in clear into what the UI shows, and ends on SIGTERM', async () => {
  await temporal.client.workflow.start('nobodyRunsThis', {
    workflowId,
    taskQueue: workflowId,
    args: [{ phone: secrets[0] }],
    memo: { note: secrets[2] },
  });
  await temporal.client.workflow.getHandle(workflowId).signal('said', secrets[1]);

  const history = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
  const stored = Buffer.from(History.encode(history).finish()).toString('latin1');
  for (const secret of secrets) expect(stored).not.toContain(secret);

  const payloads = payloadsIn(History.toObject(History.fromObject(history), { bytes: String }));
  expect(payloads).toHaveLength(3);
  const answer = await fetch(`${url}/decode?preserveStorageRefs=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-namespace': namespace, origin },
    body: JSON.stringify({ payloads }),
  });
  expect(answer.status).toBe(200);
  const shown = JSON.stringify(((await answer.json()) as Payloads).payloads.map(clearText));
  for (const secret of secrets) expect(shown).toContain(secret);
  const exitCode = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGTERM');
  expect(await exitCode).toBe(0);
  expect(output).toContain('"decrypted":3');
  for (const secret of secrets) expect(output).not.toContain(secret);
});

async function isUp(): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode}:\n${output}`);
  return await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

interface Payloads {
  readonly payloads: readonly { readonly data: string }[];
}

/** Every object of a history in proto3 JSON that is a payload, wherever it stands. */
function payloadsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('metadata' in value && 'data' in value) return [value];
  return Object.values(value).flatMap(payloadsIn);
}

function clearText({ data }: { readonly data: string }): unknown {
  return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
}
