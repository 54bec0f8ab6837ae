/** Worker Deployment versioning: an invite ends on the version that it began on, whatever becomes current meanwhile. */
import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { callRegistryWorkflowType } from '../../contracts/messages.ts';
import type { Registration } from '../../contracts/types.ts';
import { bundleVariant } from '../replay/variants/bundle-variant.ts';
import { countOf, eventsOf } from '../support/histories.ts';
import { freePort, ready, startProcess } from '../support/process.ts';
import { until } from '../support/until.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import {
  failedTasks,
  startFleet,
  taken,
  workersOf,
  type Fleet,
  type ToldInvite,
} from '../support/versions-fleet.ts';

let fleet: Fleet;
let bundle: WorkflowBundleWithSourceMap;
/** Neither can replay what the other began. */
let incompatible: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  fleet = await startFleet();
  bundle = await bundleWorkflows();
  incompatible = await bundleVariant('unpatched');
});

afterAll(async () => {
  await fleet.close();
});

describe('invites on versions that cannot replay each other', () => {
  test('end on the version that they began on, through a deployment and its rollback', async () => {
    const { taskQueue, startVersion, makeCurrent } = newDeployment();
    const one = await startVersion('1', bundle);
    await makeCurrent('1');
    const begunOnOne = await startInvites(taskQueue);
    const two = await startVersion('2', incompatible);
    await makeCurrent('2');
    const begunOnTwo = await startInvites(taskQueue);
    await makeCurrent('1');
    const begunAfterRollback = await startInvites(taskQueue);

    const invites = [...begunOnOne, ...begunOnTwo, ...begunAfterRollback];
    await Promise.all(invites.map(joins));
    for (const { handle } of invites) expect(await failedTasks(handle)).toEqual([]);
    const versions = async ({ handle }: ToldInvite) => [...new Set(await workersOf(handle))];
    expect(await Promise.all(begunOnOne.map(versions))).toEqual([['1'], ['1']]);
    expect(await Promise.all(begunOnTwo.map(versions))).toEqual([['2'], ['2']]);
    expect(await Promise.all(begunAfterRollback.map(versions))).toEqual([['1'], ['1']]);
    await Promise.all([one.stop(), two.stop()]);
  });
});

describe('a register that sleeps', () => {
  test('keeps no version waiting: it wakes on the one that is current then', async () => {
    const { taskQueue, startVersion, makeCurrent } = newDeployment();
    const one = await startVersion('1', bundle);
    const two = await startVersion('2', incompatible);
    await makeCurrent('1');
    const register = await startSleepingRegister(taskQueue);
    await makeCurrent('2');
    // Wakes it at once, as its delay would in the end.
    await register.cancel();
    await expect(register.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect(await workersOf(register)).toEqual(['2']);
    await Promise.all([one.stop(), two.stop()]);
  });
});

describe('invites without a version', () => {
  test('go on with the first version that is current, and later ones stay without after a way back', async () => {
    const { taskQueue, startVersion, makeCurrent } = newDeployment();
    const unversioned = { taskQueue, identity: 'unversioned', workflowBundle: bundle };
    const none = await fleet.startWorker(unversioned);
    const [early] = await startInvites(taskQueue);
    const one = await startVersion('1', bundle);
    await makeCurrent('1');
    await early.tell.completed();
    await taken(early.handle);
    await makeCurrent('');
    const [late] = await startInvites(taskQueue);
    await Promise.all([joins(early), joins(late)]);
    expect(await failedTasks(early.handle)).toEqual([]);
    expect(new Set(await workersOf(early.handle))).toEqual(new Set(['unversioned', '1']));
    expect((await workersOf(early.handle)).at(-1)).toBe('1');
    expect(new Set(await workersOf(late.handle))).toEqual(new Set(['unversioned']));
    await Promise.all([none.stop(), one.stop()]);
  });
});

describe('a worker process', () => {
  test('works as the version that its settings name, and has no work before that is current', async () => {
    const { taskQueue, deploymentName, makeCurrent, known } = newDeployment();
    const adminPort = await freePort();
    const worker = startProcess('worker/main.js', {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: fleet.namespace,
      INVITE_TASK_QUEUE: taskQueue,
      GRAPH_BASE_URL: fleet.graphBaseUrl,
      GRAPH_CREDENTIAL: 'staticToken',
      GRAPH_STATIC_TOKEN: 'a-token',
      ALLOW_INSECURE_LOOPBACK: 'true',
      ADMIN_PORT: adminPort,
      WORKER_DEPLOYMENT_NAME: deploymentName,
      WORKER_BUILD_ID: '2026.11+1',
    });
    onTestFinished(async () => {
      await worker.stop('SIGKILL');
    });
    await ready(worker, `http://127.0.0.1:${adminPort}/readyz`);
    const invite = await fleet.startInvite(taskQueue);
    await known('2026.11+1');
    expect(countOf(await eventsOf(invite.handle), 'workflowTaskStartedEventAttributes')).toBe(0);
    await makeCurrent('2026.11+1');
    await invite.rings();
    await joins(invite);
    const tasks = (await eventsOf(invite.handle)).flatMap(
      (event) => event.workflowTaskCompletedEventAttributes ?? [],
    );
    const version = { deploymentName, buildId: '2026.11+1' };
    expect(tasks.length).toBeGreaterThan(2);
    for (const task of tasks) {
      expect(task).toMatchObject({ deploymentVersion: version, versioningBehavior: pinned });
    }
    expect(await worker.stop('SIGTERM')).toBe(0);
  });
});

/** temporal.api.enums.v1.VersioningBehavior and RoutingConfigUpdateState */
const pinned = 1;
const updateCompleted = 2;

/** A Worker Deployment and a task queue of its own; each version is a worker that is named after it. */
function newDeployment() {
  const taskQueue = randomUUID();
  const deploymentName = `versions-${randomUUID()}`;
  const { namespace, client } = fleet;
  const { workflowService } = client.connection;
  const describeDeployment = async () => {
    const answer = await workflowService.describeWorkerDeployment({ namespace, deploymentName });
    return answer.workerDeploymentInfo;
  };
  const known = (buildId: string) =>
    until(async () => {
      // Not found until the first worker has polled.
      const deployment = await describeDeployment().catch(() => undefined);
      const versions = deployment?.versionSummaries ?? [];
      return versions.some(({ deploymentVersion }) => deploymentVersion?.buildId === buildId);
    }, `version ${buildId} polls`);
  return {
    taskQueue,
    deploymentName,
    known,
    startVersion: async (buildId: string, workflowBundle: WorkflowBundleWithSourceMap) => {
      const version = { deploymentName, buildId };
      const options = { taskQueue, workflowBundle, version, identity: buildId, cache: 2 };
      const worker = await fleet.startWorker(options);
      await known(buildId);
      return worker;
    },
    /** An empty id: workers without a version. */
    makeCurrent: async (buildId: string) => {
      const request = { namespace, deploymentName, buildId, identity: 'test-client' };
      await until(
        () => workflowService.setWorkerDeploymentCurrentVersion(request).then(() => true, notYet),
        `version ${buildId} can be made current`,
      );
      await until(async () => {
        const deployment = await describeDeployment();
        return Number(deployment?.routingConfigUpdateState) === updateCompleted;
      }, 'every task queue knows the current version');
    },
  };
}

/** 5, NOT_FOUND, and 9, FAILED_PRECONDITION: the server has not seen a poll of each of its task queues. */
function notYet(error: unknown): false {
  if (isGrpcServiceError(error) && [5, 9].includes(error.code)) return false;
  throw error;
}

async function startInvites(taskQueue: string): Promise<readonly [ToldInvite, ToldInvite]> {
  const invites = [await fleet.startInvite(taskQueue), await fleet.startInvite(taskQueue)] as const;
  for (const { rings } of invites) await rings();
  return invites;
}

async function joins({ handle, tell }: ToldInvite): Promise<void> {
  await tell.completed();
  await taken(handle);
  await tell.allAreThere();
  expect(await handle.result()).toMatchObject({ outcome: 'joined' });
}

/** As `postInvite` writes it. */
async function startSleepingRegister(taskQueue: string): Promise<WorkflowHandle> {
  const startDelay = 600_000;
  const registration: Registration = {
    inviteId: randomUUID(),
    participantKeys: [],
    role: 'target',
    expiresAt: new Date(Date.now() + startDelay).toISOString(),
  };
  return await fleet.client.workflow.start(callRegistryWorkflowType, {
    workflowId: `call/${randomUUID()}`,
    taskQueue,
    args: [registration],
    startDelay,
  });
}
