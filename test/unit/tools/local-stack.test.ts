import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStack } from '../../../tools/local-stack.mjs';
import { eventually, testFolder } from './programs.ts';

const temporal = { kind: 'address', address: '127.0.0.1:7233' } as const;
const stackModule = fileURLToPath(new URL('../../../tools/local-stack.mjs', import.meta.url));

/** Stand-ins for the mains: each notes its pid, its settings and its end, and serves its readiness path. */
const standIn = `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname } from 'node:path';
const command = process.argv[2];
if (command === 'new-key') { console.log('{"a":"key"}'); process.exit(0); }
if (command === 'setup') process.exit(0);
const name = command ?? basename(dirname(process.argv[1]));
const args = process.argv.slice(3);
appendFileSync('started', JSON.stringify({ name, args, pid: process.pid, env: process.env }) + '\\n');
process.on('SIGTERM', () => { appendFileSync('ended', name + '\\n'); process.exit(0); });
const ports = { simulator: process.env.SIMULATOR_PORT, 'codec-server': args[1] };
const port = ports[name] ?? process.env.ADMIN_PORT;
const path = name in ports ? '/healthz' : '/readyz';
createServer((request, response) => {
  response.statusCode = request.url === path ? 200 : 404;
  response.end();
}).listen(Number(port), '127.0.0.1');
`;

function standIns(
  overrides: Partial<Record<'simulator' | 'worker' | 'webhooks' | 'cli', string>> = {},
) {
  const root = testFolder();
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  for (const name of ['simulator', 'worker', 'webhooks', 'cli'] as const) {
    const file = join(root, 'dist', name, 'main.js');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, overrides[name] ?? standIn);
  }
  const lines = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8').trim().split('\n') : [];
  const started = () => lines('started').map((line) => JSON.parse(line) as Started);
  onTestFinished(() => {
    for (const { pid } of started().filter((one) => isAlive(one.pid))) process.kill(pid, 'SIGKILL');
  });
  return { root, started, ended: () => lines('ended') };
}

interface Started {
  readonly name: string;
  readonly args: readonly string[];
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function start(
  root: string,
  env: NodeJS.ProcessEnv = {},
  options: { withSimulator?: boolean; encrypted?: boolean; log?: (line: string) => void } = {},
) {
  const inherited = { PATH: process.env['PATH'] };
  const stack = await startStack({
    root,
    temporal,
    withSimulator: true,
    env: { ...inherited, ...env },
    log: () => undefined,
    ...options,
  });
  onTestFinished(stack.stop);
  return stack;
}

describe('the local stack', () => {
  it('starts simulator, worker and webhooks that fit together, and stops them in reverse', async () => {
    const { root, started, ended } = standIns();
    const stack = await start(root, {
      GRAPH_CREDENTIAL: 'clientSecret',
      NOTIFICATION_TENANTS: 'x',
    });
    const settings = Object.fromEntries(started().map(({ name, env }) => [name, env]));
    const { simulator, worker, webhooks } = settings;
    expect(stack.simulatorUrl).toBe(`http://127.0.0.1:${simulator?.['SIMULATOR_PORT'] ?? ''}`);
    expect(worker).toMatchObject({
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      TEMPORAL_NAMESPACE: 'default',
      INVITE_TASK_QUEUE: stack.taskQueue,
      GRAPH_BASE_URL: `${stack.simulatorUrl ?? ''}/v1.0`,
      GRAPH_CREDENTIAL: 'staticToken',
      ALLOW_INSECURE_LOOPBACK: 'true',
    });
    expect(webhooks).toMatchObject({
      NOTIFICATION_AUDIENCE: simulator?.['SIMULATOR_APP_ID'],
      NOTIFICATION_ISSUERS: simulator?.['SIMULATOR_ISSUER'],
      NOTIFICATION_JWKS_URL: `${stack.simulatorUrl ?? ''}/.well-known/keys`,
    });
    expect(webhooks).not.toHaveProperty('NOTIFICATION_TENANTS');
    expect(stack.notificationUrl).toBe(
      `http://127.0.0.1:${webhooks?.['WEBHOOK_PORT'] ?? ''}/notifications`,
    );
    await stack.stop();
    expect(ended()).toEqual(['webhooks', 'worker', 'simulator']);
    expect(existsSync(stack.logFolder)).toBe(false);
  });

  it('uses a task queue of its own on a server that others may share', async () => {
    const { root } = standIns();
    expect((await start(root)).taskQueue).toMatch(/^graph-invites-local-[0-9a-f]{8}$/);
  });

  it('starts no simulator for real Graph and passes the settings on', async () => {
    const { root, started } = standIns();
    const env = { GRAPH_BASE_URL: 'https://graph.example/v1.0', WEBHOOK_PORT: '8443' };
    const stack = await start(root, env, { withSimulator: false });
    expect(
      started()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['webhooks', 'worker']);
    expect(started()[0]?.env).toMatchObject(env);
    expect(stack).toMatchObject({
      simulatorUrl: null,
      taskQueue: 'graph-invites',
      notificationUrl: 'http://127.0.0.1:8443/notifications',
    });
  });

  it('encrypts nothing unless it is asked to', async () => {
    const { root, started } = standIns();
    const stack = await start(root, { PAYLOAD_ENCRYPTION_KEYS_FILE: '' });
    expect(stack.codecServer).toBeNull();
    expect(started().map(({ name }) => name)).not.toContain('codec-server');
  });

  it('encrypts with a new key of its own, which only this user can read and which goes with it', async () => {
    const { root, started, ended } = standIns();
    const stack = await start(root, {}, { encrypted: true });
    const file = stack.clientEnv['PAYLOAD_ENCRYPTION_KEYS_FILE'] ?? '';
    expect(dirname(file)).toBe(stack.logFolder);
    expect(readFileSync(file, 'utf8')).toBe('{"a":"key"}\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const { name, env } of started()) {
      expect(env, name).toMatchObject({ PAYLOAD_ENCRYPTION_KEYS_FILE: file });
    }
    await stack.stop();
    expect(existsSync(file)).toBe(false);
    expect(ended()).toEqual(['webhooks', 'worker', 'simulator', 'codec-server']);
  });

  it('encrypts with the keys that the environment names, and lets the UI ask its codec server', async () => {
    const { root, started } = standIns();
    const lines: string[] = [];
    const env = {
      PAYLOAD_ENCRYPTION_KEYS_FILE: 'keys.json',
      TEMPORAL_UI_URL: 'http://127.0.0.1:8233/ui',
      CODEC_SERVER_ISSUER: 'https://login.example/tenant',
    };
    const stack = await start(root, env, { encrypted: true, log: (line) => lines.push(line) });
    const file = join(process.cwd(), 'keys.json');
    expect(stack.clientEnv).toMatchObject({ PAYLOAD_ENCRYPTION_KEYS_FILE: file });
    const codecServer = started().find(({ name }) => name === 'codec-server');
    expect(codecServer?.env).toMatchObject({
      PAYLOAD_ENCRYPTION_KEYS_FILE: file,
      CODEC_SERVER_ISSUER: '',
    });
    expect(codecServer?.args).toEqual([
      '--port',
      new URL(stack.codecServer?.url ?? '').port,
      '--ui-origin',
      'http://127.0.0.1:8233',
      '--ui-origin',
      'http://localhost:8233',
    ]);
    // The UI of a server that ran before knows nothing of this codec server.
    expect(stack.codecServer?.inUi).toBe(false);
    expect(lines.join()).toContain(file);
    expect(lines.join()).toContain(`${stack.codecServer?.url ?? ''}: enter it in the UI`);
  });

  it('names a process that ends before it is ready, shows its log and stops the rest', async () => {
    const broken = `console.log('NOTIFICATION_AUDIENCE is required'); process.exit(78);`;
    const { root, started } = standIns({ webhooks: broken });
    await expect(start(root)).rejects.toThrow(
      /The webhooks process ended by itself \(exit code 78\)[^]*NOTIFICATION_AUDIENCE is required/,
    );
    expect(started().filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it('tells when a process ends while the stack is in use', async () => {
    const { root, started } = standIns();
    const stack = await start(root);
    const worker = started().find(({ name }) => name === 'worker');
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    expect(await stack.failed).toContain('The worker process ended by itself (SIGKILL)');
  });

  it('leaves no process and no folder behind when its own process is killed', async () => {
    const { root, started } = standIns();
    const script = join(root, 'run.js');
    writeFileSync(
      script,
      `import { startStack } from ${JSON.stringify(stackModule)};
       import { writeFileSync } from 'node:fs';
       const stack = await startStack({ root: process.cwd(), temporal: ${JSON.stringify(temporal)},
         withSimulator: true, env: process.env, log: () => undefined });
       writeFileSync('folder', stack.logFolder);`,
    );
    const parent = spawn(process.execPath, [script], { cwd: root, stdio: 'inherit' });
    await eventually(() => existsSync(join(root, 'folder')));
    parent.kill('SIGKILL');
    await eventually(() => started().every(({ pid }) => !isAlive(pid)));
    const folder = readFileSync(join(root, 'folder'), 'utf8');
    await eventually(() => !existsSync(folder));
    expect(started()).toHaveLength(3);
  });
});
