/** Answers that are cut or drip, from Graph and from the webhooks (docs/reliability.md 7): one cloud for each. */
import { expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import {
  collectGarbage,
  completionOf,
  joinedOnce,
  soon,
  startFaultyCloud,
  type FaultyCloud,
} from '../support/fault-proxy-cloud.ts';
import type { Link } from '../support/fault-proxy-links.ts';
import type { LinkState } from '../support/fault-proxy.ts';
import { eventsOf } from '../support/histories.ts';
import { until } from '../support/until.ts';

const limitMs = 120_000;
const patient = { ...soon, operationMs: 60_000, unknownMs: 20_000 };
const allLost = ['completion', 'roster', 'originalRoster', 'terminated', 'deleted'] as const;
const answersAfter = (afterMs: number) => ({ answer: { kind: 'answer', afterMs } }) as const;
const slow = (bytesPerSecond: number): LinkState => ({
  kind: 'slow',
  bytesPerSecond,
  sliceBytes: 1,
});

test.concurrent(
  'row 16: a reset instead of the answer leaves a POST unclear, and the notification decides',
  () =>
    withLink('workerToGraph', { kind: 'answersCut' }, async (cloud) => {
      const invites = await cloud.start(6, { deadlines: patient, script: answersAfter(2_000) });
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
      expect(await postFailures(cloud, invites)).toEqual(invites.map(() => ['GraphUnclear']));
      await noneHangs(cloud);
    }),
  limitMs,
);

test.concurrent(
  'row 16: a reset in the middle of the answer leaves a POST unclear too',
  () =>
    // A POST takes 6 s to arrive, and its answer 7 s.
    withLink('workerToGraph', slow(100), async (cloud) => {
      const invites = await cloud.start(6, { deadlines: patient, script: answersAfter(8_000) });
      await until(
        () => invites.every((invite) => isAnswered(cloud, invite)),
        'all answered',
        20_000,
      );
      cloud.link('workerToGraph').resetAll();
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
      expect(await postFailures(cloud, invites)).toEqual(invites.map(() => ['GraphUnclear']));
      await noneHangs(cloud);
    }),
  limitMs,
);

test.concurrent(
  'row 17: answers at 1 kB/s in slices of one byte are read whole',
  () =>
    withLink('workerToGraph', slow(1_000), async (cloud) => {
      // Without notifications, so that the roster has to be read as well.
      const invites = await cloud.start(6, {
        deadlines: { ...soon, operationMs: 4_000, teardownMs: 4_000, reconcileMs: 30_000 },
        script: { lost: allLost },
      });
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'reconciliation'));
      expect(await postFailures(cloud, invites)).toEqual(invites.map(() => []));
    }),
  limitMs,
);

test.concurrent(
  'row 17: an answer that drips for longer than 15 s is dropped, not half read',
  () =>
    // A POST takes 8 s to arrive, and its answer would take 10 s more.
    withLink('workerToGraph', slow(75), async (cloud) => {
      const invites = await cloud.start(6, { deadlines: patient, script: answersAfter(10_000) });
      await until(
        () => invites.every((invite) => isAnswered(cloud, invite)),
        'all answered',
        20_000,
      );
      collectGarbage();
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
      expect(await postFailures(cloud, invites)).toEqual(invites.map(() => ['GraphUnclear']));
      cloud.link('workerToGraph').set({ kind: 'pass' });
      await noneHangs(cloud);
    }),
  limitMs,
);

test.concurrent(
  'row 17: notifications that drip are not taken, and the invites learn the outcome from Graph',
  () =>
    // The head of a notification takes 4.5 s to arrive; the webhooks wait 4 s for it.
    withLink('graphToWebhook', slow(300), async (cloud) => {
      const invites = await cloud.start(6, {
        deadlines: { ...soon, operationMs: 6_000, teardownMs: 6_000 },
      });
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'reconciliation'));
      const statuses = cloud.simulator
        .ledger()
        .flatMap((entry) => (entry.type === 'deliveryAttempted' ? [entry.status] : []));
      expect(statuses.length).toBeGreaterThan(0);
      expect(statuses).not.toContain(202);
    }),
  limitMs,
);

async function withLink(
  link: Link,
  state: LinkState,
  use: (cloud: FaultyCloud) => Promise<void>,
): Promise<void> {
  const cloud = await startFaultyCloud({ only: [link] });
  try {
    cloud.link(link).set(state);
    await use(cloud);
  } finally {
    await cloud.close();
  }
}

/** For each invite the types of the failures with which POSTs ended. */
function postFailures(
  { client }: FaultyCloud,
  invites: readonly InviteHandle[],
): Promise<string[][]> {
  const failuresOf = async ({ workflowId }: InviteHandle) => {
    const events = await eventsOf(client.workflow.getHandle(workflowId));
    return events.flatMap(
      ({ activityTaskFailedEventAttributes: failed }) =>
        failed?.failure?.applicationFailureInfo?.type ?? [],
    );
  };
  return Promise.all(invites.map(failuresOf));
}

function isAnswered({ simulator }: FaultyCloud, { inviteId }: InviteHandle): boolean {
  return simulator
    .ledger()
    .some((entry) => entry.type === 'postAnswered' && entry.clientContext === inviteId);
}

/** One may stay: the invite that replaces read the roster, over a connection that is kept for further readings. */
async function noneHangs(cloud: FaultyCloud): Promise<void> {
  const graph = cloud.link('workerToGraph');
  await until(() => graph.connections() <= 1, 'no connection to Graph hangs');
}
