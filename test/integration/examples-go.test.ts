/** examples/go: an invite started by name from another language. Skipped, with the reason, where Go or its modules are not. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test, type TestContext } from 'vitest';
import { checkStartRequest } from '../../client/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';

const run = promisify(execFile);
const example = fileURLToPath(new URL('../../examples/go/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'graph-invite-go-'));
const program = join(folder, 'invite');
/** Modules come from Go's ordinary caches, or once from its proxy; another toolchain is never fetched. */
const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly', GOWORK: 'off' };

const coldMs = 360_000;
const downloadMs = 200_000;
const go = (timeout: number, ...args: string[]) => run('go', args, { cwd: example, env, timeout });

let cloud: Cloud;
let missing: string | undefined;
beforeAll(async () => {
  missing = await go(downloadMs, 'mod', 'download').then(() => undefined, reasonOf);
  if (missing !== undefined) return;
  await go(coldMs, 'build', '-o', program, '.');
  cloud = await startCloud();
}, coldMs);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (missing === undefined) await cloud.close();
});

/** The last line of what Go said, or that there is no Go. */
function reasonOf(error: { readonly code?: unknown; readonly stderr?: string }): string {
  if (error.code === 'ENOENT') return 'go is not on PATH';
  return error.stderr?.trim().split('\n').at(-1) || 'go mod download did not end in time';
}

const needsGo = (context: TestContext) => {
  context.skip(missing !== undefined, `examples/go cannot be built here: ${missing ?? ''}`);
};

function wanted() {
  const { callId } = cloud.simulator.createCall({ kind: 'group', callbackUri: cloud.callbackUri });
  const id = randomUUID();
  const deadlines = { operationMs: 10_000, rosterMs: 10_000, reconcileMs: 2_000 };
  return { id, request: { callId, participants: [{ identity: { user: { id } } }], deadlines } };
}

interface Ended {
  readonly exitCode: unknown;
  readonly printed: unknown;
}

async function invite(inviteId: string, request: unknown): Promise<Ended> {
  const settings = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    INVITE_TASK_QUEUE: cloud.taskQueue,
  };
  const options = { cwd: example, env: { ...env, ...settings }, timeout: 30_000 };
  const read = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
  try {
    const { stdout } = await run(program, ['-id', inviteId, JSON.stringify(request)], options);
    return { exitCode: 0, printed: read(stdout) };
  } catch (error) {
    const { code, stdout } = error as { readonly code: unknown; readonly stdout: string };
    return { exitCode: code, printed: read(stdout) };
  }
}

describe('an invite started by name from Go', () => {
  test('joins once, however often it is started (needs Go)', async (context) => {
    needsGo(context);
    const { request } = wanted();
    const inviteId = randomUUID();
    const joined = { exitCode: 0, printed: { outcome: 'joined', inviteId } };
    expect(await invite(inviteId, request)).toMatchObject(joined);
    expect(await invite(inviteId, { ...request, tenantId: null })).toMatchObject(joined);
    const posts = cloud.simulator
      .ledger()
      .filter((entry) => entry.type === 'postReceived' && entry.clientContext === inviteId);
    expect(posts).toHaveLength(1);
    // The TypeScript client takes it for the same request, and another one for a conflict.
    await expect(cloud.invites.start({ ...request, inviteId })).resolves.toMatchObject({
      inviteId,
    });
    const other = { ...request, confirmRoster: false };
    expect(await invite(inviteId, other)).toEqual({ exitCode: 3, printed: undefined });
  });

  test('tells the type of a failure and its details (needs Go)', async (context) => {
    needsGo(context);
    const { id, request } = wanted();
    cloud.simulator.script({ inviteeId: id, answer: { kind: 'decline', afterMs: 1 } });
    expect(await invite(randomUUID(), request)).toMatchObject({
      exitCode: 1,
      printed: { outcome: 'InviteDeclined', joined: false, retryAdvice: 'never' },
    });
  });

  test('is refused before it starts when the schema refuses it (needs Go)', async (context) => {
    needsGo(context);
    const inviteId = randomUUID();
    const { request } = wanted();
    expect(await invite(inviteId, { ...request, participants: [] })).toEqual({
      exitCode: 2,
      printed: undefined,
    });
    await expect(cloud.invites.get(inviteId).status()).rejects.toMatchObject({
      code: 'inviteNotFound',
    });
  });
});

interface RequestCase {
  readonly name: string;
  readonly request: unknown;
  readonly schema: boolean;
  readonly rules: boolean;
}

const cases = JSON.parse(
  await readFile(join(example, 'testdata', 'request-cases.json'), 'utf8'),
) as readonly RequestCase[];

describe('the JSON Schema of a request', () => {
  test('decides in Go as the cases say (needs Go)', { timeout: 130_000 }, async (context) => {
    needsGo(context);
    await go(120_000, 'test', './...');
  });

  test.each(cases)('and the rules of the client agree on $name', ({ name, request, ...wanted }) => {
    expect(accepts(request)).toBe(wanted.rules);
    // What the rules accept the schema must accept; the other way round it may be more lenient, where it says so.
    expect(wanted.schema !== wanted.rules).toBe(name.startsWith('beyond the schema: '));
  });
});

function accepts(request: unknown): boolean {
  try {
    checkStartRequest(request);
    return true;
  } catch {
    return false;
  }
}
