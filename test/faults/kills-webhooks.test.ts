/** Webhooks and clients that are killed (docs/reliability.md 7, rows 7 and 9). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InviteResult } from '../../client/index.ts';
import {
  confirmedBy,
  entriesOf,
  executedPosts,
  historyOf,
  inHistory,
  inLedger,
  newInvite,
  outcomeOf,
  signalCount,
  type StackInvite,
} from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import { until } from '../support/until.ts';

type Group = readonly StackInvite[];

const all = <T>(group: Group, value: T) => group.map(() => value);
const byNotification = { completion: 'notification', roster: 'notification' };

const { stack, several, watch } = useStack({
  webhooks: 2,
  // Until well after a restart.
  simulator: { redelivery: { tries: 9, backoffMs: 250 } },
});

describe('notifications that come again after the webhooks were killed', () => {
  const replica = () => stack().webhooks[0] ?? noReplica();
  /** On new connections, so that they can be counted. */
  const toReplica = () => {
    replica().fromGraph.resetAll();
    return { call: { callbackUri: replica().callbackUri } };
  };

  async function restart(): Promise<void> {
    await replica().kill();
    stack().heal();
    await replica().start();
  }

  /** No first attempt to announce the completion was acknowledged: each met the process that was then killed. */
  function expectNoneAcknowledgedFirst(group: Group): void {
    const first = group.flatMap((one) =>
      entriesOf(stack(), one, 'deliveryAttempted').filter(
        ({ about, attempt }) => about === 'completion' && attempt === 1,
      ),
    );
    expect(first).toHaveLength(group.length);
    for (const { status } of first) expect(status).not.toBe(202);
  }

  async function expectJoinedOnce(group: Group): Promise<void> {
    const ends = await Promise.all(group.map(confirmedBy));
    expect(ends).toMatchObject(all(group, byNotification));
    expect(group.map((one) => executedPosts(stack(), one))).toEqual(all(group, 1));
  }

  test('take effect where none was stored before (row 7)', async () => {
    replica().toTemporal.set({ kind: 'silent' });
    const invites = await several(5, toReplica());
    // Each was read and could not be stored; from now on some attempt of theirs is on its way at any time.
    const isRefused = ({ status }: { readonly status: number | null }) => status === 503;
    const isKnown = (one: StackInvite) =>
      entriesOf(stack(), one, 'deliveryAttempted').some(isRefused);
    await until(() => invites.every(isKnown), 'the notifications are refused', 30_000);
    await restart();
    await expectJoinedOnce(invites);
    expectNoneAcknowledgedFirst(invites);
  });

  test('take effect once where they were stored but not acknowledged (row 7)', async () => {
    replica().fromGraph.set({ kind: 'answersCut' });
    const invites = await several(5, toReplica());
    const stored = (least: number) => (events: Parameters<typeof signalCount>[0]) =>
      signalCount(events, 'operationCompleted') >= least;
    await inHistory(stack(), 'the completion is stored', invites, stored(1));
    await restart();
    await expectJoinedOnce(invites);
    expectNoneAcknowledgedFirst(invites);
    for (const one of invites) expect(stored(2)(await historyOf(stack(), one))).toBe(true);
  });

  test('take effect where the body had not been read (row 7)', async () => {
    replica().fromGraph.set({ kind: 'slow', bytesPerSecond: 200, sliceBytes: 20 });
    const invites = await several(5, toReplica());
    await arrived(invites);
    await restart();
    await expectJoinedOnce(invites);
    expectNoneAcknowledgedFirst(invites);
  });

  test('take effect at the other replica (row 7)', async () => {
    replica().toTemporal.set({ kind: 'silent' });
    replica().fromGraph.resetAll();
    const invites = await several(6);
    await inLedger(stack(), 'operationEnded', invites);
    await until(() => replica().fromGraph.connections() > 0, 'a notification arrives');
    await replica().kill();
    stack().heal();
    await expectJoinedOnce(invites);
    await replica().start();
  });

  /** All are announced, and as many connections as invites are open to the replica. */
  async function arrived(invites: Group): Promise<void> {
    await inLedger(stack(), 'operationEnded', invites);
    const { fromGraph } = replica();
    await until(() => fromGraph.connections() >= invites.length, 'the notifications arrive');
  }
});

describe('notifications that do not come again after the webhooks were killed', () => {
  const { stack, several } = useStack({ webhooks: 2, simulator: { redelivery: { tries: 1 } } });
  let unstored: Group;
  let unacknowledged: Group;

  beforeAll(async () => {
    const [first = noReplica(), second = noReplica()] = stack().webhooks;
    first.toTemporal.set({ kind: 'silent' });
    second.fromGraph.set({ kind: 'answersCut' });
    const deadlines = { operationMs: 5_000, rosterMs: 2_000 };
    unstored = await several(5, { call: { callbackUri: first.callbackUri }, deadlines });
    unacknowledged = await several(5, { call: { callbackUri: second.callbackUri }, deadlines });
    await inHistory(
      stack(),
      'the completion is stored',
      unacknowledged,
      (events) => signalCount(events, 'operationCompleted') === 1,
    );
    await inLedger(stack(), 'operationEnded', unstored);
    await Promise.all([first.kill(), second.kill()]);
    stack().heal();
    await Promise.all([first.start(), second.start()]);
  });

  test('are made up for by asking Graph (row 7)', async () => {
    const ends = await Promise.all(unstored.map(confirmedBy));
    expect(ends).toMatchObject(all(unstored, { completion: 'reconciliation' }));
  });

  test('count where they were stored without an acknowledgement (row 7)', async () => {
    const ends = await Promise.all(unacknowledged.map(confirmedBy));
    expect(ends).toMatchObject(all(unacknowledged, { completion: 'notification' }));
  });

  test('lead to no second ring', () => {
    const invites = [...unstored, ...unacknowledged];
    expect(invites.map((one) => executedPosts(stack(), one))).toEqual(all(invites, 1));
  });
});

describe('a client that is killed after its start', () => {
  test('attaches to its invite when it runs again (row 9)', async () => {
    const invites = await Promise.all([1, 2, 3, 4, 5].map(() => startKillAndRunAgain()));
    expect(await Promise.all(invites.map(outcomeOf))).toEqual(all(invites, 'joined'));
    expect(invites.map((one) => executedPosts(stack(), one))).toEqual(all(invites, 1));
  });

  async function startKillAndRunAgain(): Promise<StackInvite> {
    const script = { answer: { kind: 'answer', afterMs: 8_000 } } as const;
    const { inviteId, inviteeId, request } = newInvite(stack(), { script });
    const args = ['start', '--invite-id', inviteId, '--call', request.callId, '--user', inviteeId];
    for (const [name, ms] of Object.entries(request.deadlines ?? {})) {
      args.push(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(ms));
    }
    const killed = runCli([...args, '--wait', '--json']);
    const handle = stack().invites.get(inviteId);
    const run = stack().client.workflow.getHandle(handle.workflowId);
    const runId = () =>
      run.describe().then(
        (described) => described.runId,
        () => undefined,
      );
    const startedRun = await until(runId, 'the invite is started', 30_000);
    killed.child.kill('SIGKILL');
    expect(await killed.exited).toBe('SIGKILL');
    const again = runCli([...args, '--wait', '--json']);
    expect(await again.exited).toBe(0);
    const document = JSON.parse(again.output()) as { attached: boolean; result: InviteResult };
    expect(document).toMatchObject({ attached: true, result: { inviteId, outcome: 'joined' } });
    expect(await runId()).toBe(startedRun);
    const invite = { inviteId, callId: request.callId, request, handle };
    watch(invite);
    return invite;
  }

  function runCli(args: readonly string[]) {
    const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    const { address, namespace } = stack().temporal;
    const child = spawn(process.execPath, [cli, ...args], {
      env: {
        PATH: process.env['PATH'],
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        INVITE_TASK_QUEUE: stack().taskQueue,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const exited = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal);
    return { child, exited, output: () => output };
  }
});

function noReplica(): never {
  throw new Error('The stack has no webhooks.');
}
