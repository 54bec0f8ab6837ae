/** graph-invite on a real server: the story of each kind of end, and what its commands say and end with. */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker, NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import type { Script } from '../../simulator/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { keyFile, newKey } from '../support/payload-keys.ts';
import { until } from '../support/until.ts';
import { ioWith } from '../unit/cli/io.ts';

const keysFile = keyFile({ encryptWith: 'one', keys: { one: newKey() } });
const otherKeys = keyFile({ encryptWith: 'two', keys: { two: newKey() } });
const phone = '+15550100123';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function environment(more: Record<string, string> = {}): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
    INVITE_TASK_QUEUE: cloud.taskQueue,
    ...more,
  };
}

async function graphInvite(args: string, env: Record<string, string> = {}): Promise<Ran> {
  const { io, written } = ioWith({ env: environment(env) });
  const status = await runCli(args.split(' '), io);
  return { status, ...written };
}

interface Told {
  readonly state: string;
  readonly outcome?: string;
  readonly lines: readonly { readonly kind: string; readonly text: string }[];
  readonly waiting: readonly { readonly text: string }[];
}

async function storyOf(inviteId: string, env: Record<string, string> = {}): Promise<Told> {
  const { status, out, err } = await graphInvite(`explain ${inviteId} --json`, env);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out) as Told;
}

const textsOf = ({ lines }: Told) => lines.map(({ kind, text }) => `${kind}: ${text}`);

/** An invite id and the flags that start it in a call of its own. */
function newInvite(script?: Script, in_: Cloud = cloud) {
  const inviteId = `cli-${randomUUID()}`;
  if (script) in_.simulator.script({ ...script, clientContext: inviteId });
  const { callId } = in_.simulator.createCall({ kind: 'group', callbackUri: in_.callbackUri });
  const deadlines = '--operation-ms 10000 --roster-ms 10000 --reconcile-ms 2000';
  return {
    inviteId,
    start: `start --invite-id ${inviteId} --call ${callId} --phone ${phone} ${deadlines}`,
  };
}

/** A run under an invite's id that no worker of ours takes; gone after the test. */
async function startByName(
  type: string = inviteWorkflowType,
  taskQueue = `nobody-${randomUUID()}`,
) {
  const inviteId = `cli-${randomUUID()}`;
  const handle = await cloud.client.workflow.start(type, {
    workflowId: inviteWorkflowId(inviteId),
    taskQueue,
    args: [{ callId: 'call-1', participants: [{ identity: { phone: { id: phone } } }] }],
  });
  onTestFinished(async () => {
    await handle.terminate().catch(() => undefined);
  });
  return { inviteId, handle };
}

describe('an invite that joins', () => {
  test('is started, waited for, watched and explained, and its number is told nowhere', async () => {
    const { inviteId, start } = newInvite();
    const started = await graphInvite(`${start} --wait`);
    expect(started.status).toBe(0);
    expect(started.out).toMatch(/\njoined \(dialOut\): 1 person; completion: notification/);
    const told = await storyOf(inviteId);
    expect(told).toMatchObject({ state: 'joined', outcome: 'joined', waiting: [] });
    expect(textsOf(told)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^asked: Dial 1 phone number into call /),
        'sent: POST 1 handed to the workers, 1 phone number',
        expect.stringMatching(/^answered: Graph took POST 1: operation \S+ is running$/),
        'came: the operation completed: accepted',
        'came: the roster shows 1 of 1 invited: accepted',
        expect.stringMatching(/^ended: joined \(dialOut\)/),
      ]),
    );
    expect(JSON.stringify(told)).not.toContain('5550100123');
    const words = await graphInvite(`explain invite/${inviteId}`);
    expect(words.out).toMatch(/\n\d\d:\d\d:\d\d {2} \+\d+\.\d\d s {2}came {6}the operation/);
    expect(words.out).not.toContain('5550100123');
    expect((await graphInvite(`watch ${inviteId}`)).status).toBe(0);
  });

  test('is over for a cancel', async () => {
    const { inviteId, start } = newInvite();
    await graphInvite(`${start} --wait`);
    const { status, out } = await graphInvite(`cancel ${inviteId}`);
    expect(status).toBe(0);
    expect(out).toBe(`Invite ${inviteId} is over already (joined); nothing was changed.\n`);
    const { out: json } = await graphInvite(`cancel ${inviteId} --json`);
    expect(JSON.parse(json)).toEqual({
      inviteId,
      cancelRequested: false,
      over: true,
      outcome: 'joined',
    });
  });
});

describe('an invite that does not join', () => {
  test('ends watch as it ends start --wait, and says what to do', async () => {
    const { inviteId, start } = newInvite({ answer: { kind: 'decline', afterMs: 0 } });
    expect((await graphInvite(`${start} --wait`)).status).toBe(1);
    const watched = await graphInvite(`watch ${inviteId} --json`);
    expect(watched.status).toBe(1);
    const lines = watched.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.at(-1)).toMatchObject({ error: { code: 'inviteFailed', type: 'InviteDeclined' } });
    const { out } = await graphInvite(`explain ${inviteId}`);
    expect(out).toMatch(/: InviteDeclined, started .*\n[^]*came +the operation failed \d+\/\d+/);
    expect(out).toMatch(/\nWhat to do: Nothing\.\nAgain\? The same invite would fail again\.\n$/);
  });

  test('is explained while it rings, and after its cancel', async () => {
    const { inviteId, start } = newInvite({ answer: { kind: 'never' } });
    expect((await graphInvite(start)).status).toBe(0);
    const ringing = await until(async () => {
      const told = await storyOf(inviteId);
      return told.lines.some(({ kind }) => kind === 'answered') && told;
    }, 'the POST was answered');
    expect(ringing).toMatchObject({ state: 'running' });
    expect(ringing.waiting[0]).toMatchObject({ until: expect.stringMatching(/Z$/) as string });
    expect((await graphInvite(`cancel ${inviteId}`)).out).toMatch(/^Cancel requested/);
    expect((await graphInvite(`watch ${inviteId}`)).status).toBe(3);
    const told = await storyOf(inviteId);
    expect(told).toMatchObject({ state: 'canceled', outcome: 'canceledUnconfirmed' });
    expect(textsOf(told)).toContain('came: a cancel was asked for');
  });
});

describe('Ctrl-C', () => {
  test('ends the waiting with 130 and leaves the invite', async () => {
    const { inviteId, start } = newInvite({ answer: { kind: 'never' } });
    const { io, written, interrupt } = ioWith({ env: environment() });
    const ran = runCli(`${start} --wait`.split(' '), io);
    await until(() => written.err.includes('awaitingOutcome'), 'it rings');
    interrupt();
    expect(await ran).toBe(130);
    expect(written.err).toContain(`Invite ${inviteId} goes on`);
    expect(await storyOf(inviteId)).toMatchObject({ state: 'running' });
    await graphInvite(`cancel ${inviteId}`);
  });
});

describe('without a worker', () => {
  test('an ended invite still has its status and its story', async () => {
    const gone = await startCloud();
    const { inviteId, start } = newInvite(undefined, gone);
    try {
      const { status } = await graphInvite(`${start} --wait`, {
        INVITE_TASK_QUEUE: gone.taskQueue,
      });
      expect(status).toBe(0);
    } finally {
      await gone.close();
    }
    const { status, out } = await graphInvite(`status ${inviteId} --json`);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ phase: 'done', outcome: 'joined', inviteId });
    expect(await storyOf(inviteId)).toMatchObject({ state: 'joined' });
  });

  test('a running invite started by name says that it waits for one', async () => {
    const { inviteId, handle } = await startByName();
    const told = await until(async () => {
      const now = await storyOf(inviteId);
      return now.waiting.length > 0 && now;
    }, 'it has waited for long');
    expect(told.waiting[0]?.text).toMatch(/^a worker on task queue nobody-.*: is one running\?$/);
    await handle.terminate('+15550100123 called');
    const ended = await storyOf(inviteId);
    expect(ended).toMatchObject({ state: 'terminated' });
    expect(JSON.stringify(ended)).not.toContain('called');
    const { status, err } = await graphInvite(`status ${inviteId}`);
    expect(status).toBe(1);
    expect(err).toMatch(/ended without an outcome \(terminated\)/);
  });
});

describe('what is no invite', () => {
  test.each(['explain', 'status', 'watch', 'cancel'])('%s does not find', async (command) => {
    expect(await graphInvite(`${command} ${randomUUID()}`)).toMatchObject({ status: 4, out: '' });
  });

  test('though a workflow has its id is told as such', async () => {
    const { inviteId } = await startByName('somethingElse');
    const { status, out } = await graphInvite(`explain ${inviteId} --json`);
    expect(status).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'notAnInvite' } });
  });
});

describe('an invite on other code', () => {
  /** Runs an invite on a worker with these workflows, until its story holds what is looked for. */
  async function toldOn(workflows: URL, found: (told: Told) => boolean): Promise<Told> {
    const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
    const taskQueue = `other-code-${randomUUID()}`;
    const worker = await Worker.create({
      connection,
      namespace: inject('temporalNamespace'),
      taskQueue,
      workflowsPath: fileURLToPath(workflows),
    });
    const { inviteId } = await startByName(inviteWorkflowType, taskQueue);
    try {
      return await worker.runUntil(() =>
        until(async () => {
          const now = await storyOf(inviteId);
          return found(now) && now;
        }, 'its story says so'),
      );
    } finally {
      await connection.close();
    }
  }

  test('that fails is explained as a problem of the worker', async () => {
    const told = await toldOn(
      new URL('../support/workflows/broken-invite.ts', import.meta.url),
      ({ lines }) => lines.some(({ kind }) => kind === 'trouble'),
    );
    expect(textsOf(told).at(-1)).toMatch(
      /^trouble: A workflow task failed: an error in the worker's code/,
    );
    expect(told.waiting[0]?.text).toMatch(/^a worker with fixed code/);
  });

  test('that went on in further runs is told from the first one on', async () => {
    const told = await toldOn(
      new URL('../support/workflows/continued-invite.ts', import.meta.url),
      ({ state }) => state !== 'running',
    );
    expect(textsOf(told)).toEqual([
      expect.stringMatching(/^asked: Dial 1 phone number into call call-1/),
      'trouble: Its history grew long: it goes on in a new run',
      'trouble: Its history grew long: it goes on in a new run',
      expect.stringMatching(/^ended: Completed with a result that is none of this project/),
    ]);
  });
});

describe('an encrypted invite', () => {
  test('is explained with its key, and asked for by its key without', async () => {
    const encrypted = await startCloud({ keysFile });
    const env = { PAYLOAD_ENCRYPTION_KEYS_FILE: keysFile, INVITE_TASK_QUEUE: encrypted.taskQueue };
    const { inviteId, start } = newInvite(undefined, encrypted);
    try {
      expect((await graphInvite(`${start} --wait`, env)).status).toBe(0);
    } finally {
      await encrypted.close();
    }
    expect(textsOf(await storyOf(inviteId, env))).toContain(
      'came: the roster shows 1 of 1 invited: accepted',
    );
    const without: Record<string, string>[] = [{}, { PAYLOAD_ENCRYPTION_KEYS_FILE: otherKeys }];
    for (const keys of without) {
      const { status, out, err } = await graphInvite(`explain ${inviteId}`, keys);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/encrypted with the key "one".*PAYLOAD_ENCRYPTION_KEYS_FILE/);
    }
  });
});

describe('the process', () => {
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const path = { PATH: process.env['PATH'] };

  test('ends quietly when its reader has read enough', async () => {
    const script = `node "${main}" schema | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run('bash', ['--norc', '-c', script], { env: path });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });

  test('tells within seconds who does not answer', async () => {
    const env = { ...path, TEMPORAL_ADDRESS: '127.0.0.1:9' };
    const error: unknown = await run(process.execPath, [main, 'list'], {
      env,
      timeout: 15_000,
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/Temporal at 127\.0\.0\.1:9: start it with/) as string,
    });
  });

  test('leaves a watched invite at Ctrl-C', async () => {
    const { inviteId, start } = newInvite({ answer: { kind: 'never' } });
    await graphInvite(start);
    const child = spawn(process.execPath, [main, 'watch', inviteId], { env: environment() });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    }
    const ended = new Promise((resolve) => child.once('close', resolve));
    await until(() => output.includes('awaitingOutcome'), 'it is watched');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(output).toContain(`Invite ${inviteId} goes on`);
    await graphInvite(`cancel ${inviteId}`);
  });
});

const run = promisify(execFile);
