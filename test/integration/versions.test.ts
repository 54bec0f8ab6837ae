/** Old and new workflow code on one task queue, as in a rolling deployment without versions. */
import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRegistryWorkflowType, inviteRegisteredSignal } from '../../contracts/messages.ts';
import type { Registration } from '../../contracts/types.ts';
import { bundleVariant, variantPatches } from '../replay/variants/bundle-variant.ts';
import { until } from '../support/until.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import { replayErrors } from '../support/replay.ts';
import {
  failedTasks,
  startFleet,
  taken,
  workersOf,
  type Fleet,
  type ToldInvite,
} from '../support/versions-fleet.ts';

/** The life of one change, release by release (docs/changing-workflows.md). */
type Release = 'before' | 'inactive' | 'active' | 'deprecated' | 'removed';

let fleet: Fleet;
let bundles: Readonly<Record<Release, WorkflowBundleWithSourceMap>>;

beforeAll(async () => {
  fleet = await startFleet();
  const patched = await bundleVariant('patched');
  bundles = {
    before: await bundleWorkflows(),
    inactive: patched,
    active: patched,
    deprecated: await bundleVariant('deprecated'),
    removed: await bundleVariant('unpatched'),
  };
});

afterAll(async () => {
  await fleet.close();
});

describe('workers of two releases that follow each other', () => {
  // Caches are numbers of runs; with 0 each task may go to either worker and is a replay.
  test.each<[Release, Release, number[]]>([
    ['before', 'inactive', [0, 1, 2, 3]],
    ['inactive', 'active', [0, 1, 2, 3]],
    ['active', 'deprecated', [0, 2]],
    ['deprecated', 'removed', [1, 3]],
  ])('share their runs in either order: %s and %s, caches %j', async (one, other, caches) => {
    const trials = caches.map((cache) => shareRuns(one, other, cache));
    const runs = (await Promise.all(trials)).flat();
    expect(await replayErrors(bundles[one], runs)).toEqual([]);
    expect(await replayErrors(bundles[other], runs)).toEqual([]);
  });
});

describe('a run whose next task goes to a worker that cannot replay it', () => {
  test.each<[string, Release, Release]>([
    ['the change came without a patch', 'before', 'removed'],
    ['the patch began while older workers were left', 'active', 'before'],
  ])('fails that task, and goes on with a worker that can: %s', async (_why, one, other) => {
    const taskQueue = randomUUID();
    const begins = await startWorker(one, taskQueue, 0);
    const [invite] = await startInvites(taskQueue, 1);
    if (!invite) throw new Error('One was started.');
    await begins.stop();
    const cannot = await startWorker(other, taskQueue, 0);
    await invite.tell.completed();
    const failed = () => failedTasks(invite.handle);
    await until(async () => (await failed()).length > 0, 'a workflow task fails');
    expect((await failed())[0]).toMatch(/TMPRL1100/);
    await cannot.stop();
    const can = await startWorker(one, taskQueue, 0);
    await taken(invite.handle);
    await invite.tell.allAreThere();
    expect(await invite.handle.result()).toMatchObject({ outcome: 'joined' });
    expect(fleet.postsOf(invite)).toBe(1);
    await can.stop();
  });
});

/**
 * Each is alone for a while, takes over what the other began, and works beside it: a deployment and its rollback.
 * @returns every run, ended as it should
 */
async function shareRuns(one: Release, other: Release, cache: number): Promise<WorkflowHandle[]> {
  const taskQueue = randomUUID();
  const start = (release: Release) => startWorker(release, taskQueue, cache);
  const startedOne = await start(one);
  const register = await startRegister(taskQueue);
  const begunByOne = await startInvites(taskQueue, 2);

  const startedOther = await start(other);
  await tell(begunByOne, 'oneIsThere');
  await startedOne.stop();
  const begunByOther = await startInvites(taskQueue, 2);
  await tell(begunByOne, 'completed');
  await register.signal(inviteRegisteredSignal, registration());
  await taken(register);

  const restartedOne = await start(one);
  await tell(begunByOne, 'allAreThere');
  await tell(begunByOther, 'oneIsThere');
  await startedOther.stop();
  await tell(begunByOther, 'completed');
  await tell(begunByOther, 'allAreThere');
  await register.cancel();
  await expect(register.result()).rejects.toBeInstanceOf(WorkflowFailedError);
  const invites = [...begunByOne, ...begunByOther];
  for (const invite of invites) {
    expect(await invite.handle.result()).toMatchObject({ outcome: 'joined' });
    expect(fleet.postsOf(invite)).toBe(1);
  }
  await restartedOne.stop();
  const runs = [register, ...invites.map(({ handle }) => handle)];
  for (const run of runs) {
    expect(await failedTasks(run)).toEqual([]);
    expect(new Set(await workersOf(run))).toEqual(new Set([one, other]));
  }
  return runs;
}

/** Waits for one after the other, because each waiting reads a history again and again. */
async function tell(invites: readonly ToldInvite[], fact: keyof ToldInvite['tell']): Promise<void> {
  await Promise.all(invites.map((invite) => invite.tell[fact]()));
  for (const { handle } of invites) await taken(handle);
}

async function startWorker(release: Release, taskQueue: string, cache: number) {
  return await fleet.startWorker({
    taskQueue,
    cache,
    identity: release,
    workflowBundle: bundles[release],
    ...(release === 'inactive' && { inactivePatches: variantPatches }),
  });
}

async function startInvites(taskQueue: string, count: number): Promise<ToldInvite[]> {
  const started = Array.from({ length: count }, () => fleet.startInvite(taskQueue));
  const invites = await Promise.all(started);
  for (const { rings } of invites) await rings();
  return invites;
}

/** A register that was woken long before its registration expires; a cancel ends it. */
async function startRegister(taskQueue: string): Promise<WorkflowHandle> {
  return await fleet.client.workflow.start(callRegistryWorkflowType, {
    workflowId: `call/${randomUUID()}`,
    taskQueue,
    args: [registration()],
  });
}

function registration(): Registration {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  return { inviteId: randomUUID(), participantKeys: [], role: 'target', expiresAt };
}
