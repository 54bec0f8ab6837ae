/** Each link swallows everything for a while, or a long while (docs/reliability.md 7): one cloud for each, all at once. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
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
import { until } from '../support/until.ts';

const silent = { kind: 'silent' } as const;
const pass = { kind: 'pass' } as const;
const patient = { ...soon, operationMs: 100_000, rosterMs: 100_000, teardownMs: 100_000 };
const lateAnswer = { answer: { kind: 'answer', afterMs: 4_000 } } as const;
const limitMs = 180_000;

test.concurrent.each([
  // Longer than it takes to notice: the next connection is opened into the silence.
  { row: 15, faultMs: 50_000, fault: 'silence', state: silent },
  // Long enough for back-off to grow beyond the time there is for coming back.
  { row: 12, faultMs: 75_000, fault: 'refusals', state: { kind: 'refused' } },
] as const)(
  'row $row: webhooks reach Temporal again within 30 s after $faultMs ms of $fault',
  async ({ state, faultMs }) => {
    const cloud = await startFaultyCloud({ only: ['webhookToTemporal'] });
    try {
      const temporal = cloud.link('webhookToTemporal');
      temporal.set(state);
      const healedAt = performance.now() + faultMs;
      while (performance.now() < healedAt) {
        expect(await isReady(cloud)).toBe(false);
        await pause(500);
      }
      temporal.set(pass);
      await until(() => isReady(cloud), 'the webhooks reach Temporal', 30_000);
      const results = await joinedOnce(cloud, await cloud.start(5));
      for (const { confirmedBy } of results) expect(confirmedBy.completion).toBe('notification');
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

test.concurrent(
  'row 15: silence between worker and Graph ends requests after 15 s, and what never arrived is sent once more',
  async () => {
    const cloud = await startFaultyCloud({ only: ['workerToGraph'] });
    try {
      const graph = cloud.link('workerToGraph');
      const ringing = await cloud.start(3, { deadlines: patient, script: lateAnswer });
      // Their reading of the roster falls into the silence.
      const unheard = await cloud.start(3, {
        deadlines: { ...soon, operationMs: 2_000, teardownMs: 2_000, reconcileMs: 120_000 },
        script: {
          ...lateAnswer,
          lost: ['completion', 'roster', 'originalRoster', 'terminated', 'deleted'],
        },
      });
      await until(
        () => [...ringing, ...unheard].every((invite) => rings(cloud, invite)),
        'all ring',
      );
      await until(() => graph.connections() === 0, 'the POSTs were answered');
      graph.set(silent);
      const deadlines = { ...soon, unknownMs: 8_000 };
      const reposted = await cloud.start(3, { deadlines, onUnknownOutcome: 'repostOnce' });
      const failed = await cloud.start(3, { deadlines, onUnknownOutcome: 'fail' });
      await until(() => graph.connections() >= 9, 'three readings and six POSTs were swallowed');
      collectGarbage();
      await joinedOnce(cloud, ringing);
      // The readings go on; so does one that the replacing invite makes.
      await until(() => graph.connections() <= 4, 'the POSTs were given up', 25_000);
      graph.set(pass);
      await joinedOnce(cloud, [...reposted, ...unheard]);
      for (const invite of failed) {
        await expect(invite.result()).rejects.toMatchObject({ type: 'InviteOutcomeUnknown' });
        expect(cloud.executedPosts(invite)).toBe(0);
      }
      await cloud.replay(...failed);
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

test.concurrent(
  'row 15: silence between worker and Temporal is noticed within 45 s, and every invite goes on',
  async () => {
    const cloud = await startFaultyCloud({ only: ['workerToTemporal'] });
    try {
      const temporal = cloud.link('workerToTemporal');
      const before = temporal.connections();
      const ringing = await cloud.start(3, { deadlines: patient, script: lateAnswer });
      await until(() => ringing.every((invite) => rings(cloud, invite)), 'all ring');
      temporal.set(silent);
      const meanwhile = await cloud.start(3, {
        deadlines: patient,
        onUnknownOutcome: 'repostOnce',
      });
      await until(
        () => ringing.every((invite) => isDelivered(cloud, invite)),
        'notifications flow',
      );
      temporal.set(pass);
      // The old connection stays dead: a firewall has forgotten it.
      await joinedOnce(cloud, [...ringing, ...meanwhile]);
      await until(() => temporal.connections() === before, 'no dead connection is left', 60_000);
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

test.concurrent(
  'row 15: silence between webhooks and Temporal is answered with 503, and is noticed within 45 s',
  async () => {
    const cloud = await startFaultyCloud({ only: ['webhookToTemporal'] });
    try {
      const temporal = cloud.link('webhookToTemporal');
      const before = temporal.connections();
      const invites = await cloud.start(6, {
        deadlines: { ...soon, operationMs: 8_000, teardownMs: 8_000 },
        script: lateAnswer,
      });
      await until(() => invites.every((invite) => rings(cloud, invite)), 'all ring');
      temporal.set(silent);
      await until(() => statusesOf(cloud).includes(503), 'a notification was answered');
      temporal.set(pass);
      await joinedOnce(cloud, invites);
      await until(() => isReady(cloud), 'the webhooks reach Temporal again', 50_000);
      await until(() => temporal.connections() === before, 'no dead connection is left');
      const [later] = await joinedOnce(cloud, await cloud.start(1));
      expect(later?.confirmedBy.completion).toBe('notification');
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

test.concurrent(
  'row 15: notifications lost in silence come again, and half of one is not waited for',
  async () => {
    const cloud = await startFaultyCloud({
      only: ['graphToWebhook'],
      redelivery: { tries: 8, timeoutMs: 2_000 },
    });
    try {
      const webhook = cloud.link('graphToWebhook');
      const invites = await cloud.start(6, { deadlines: patient, script: lateAnswer });
      await until(() => invites.every((invite) => rings(cloud, invite)), 'all ring');
      const half = connect(webhook.port, '127.0.0.1');
      half.write('POST /notifications HTTP/1.1\r\nhost: webhooks\r\ncontent-length: 5\r\n');
      await until(() => webhook.connections() === 1, 'half of a notification was sent');
      webhook.set(silent);
      half.destroy();
      await until(() => webhook.connections() > 1, 'notifications flow');
      await until(
        () =>
          invites.every((invite) => attempts(cloud, invite).some(({ status }) => status === null)),
        'every sender gave up once',
      );
      webhook.set(pass);
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

test.concurrent(
  'row 15: without signing keys notifications get 503, and 30 s after the silence they are taken',
  async () => {
    const cloud = await startFaultyCloud({
      only: ['webhookToKeySet'],
      awaitReady: false,
      onOpen: (proxy) => {
        proxy.set(silent);
      },
    });
    try {
      const keySet = cloud.link('webhookToKeySet');
      const invites = await cloud.start(6, {
        deadlines: { ...soon, operationMs: 5_000, teardownMs: 5_000 },
      });
      await until(
        () => cloud.log.some((line) => line.includes('signing keys not fetched')),
        'given up',
        10_000,
      );
      keySet.set(pass);
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'reconciliation'));
      expect(new Set(statusesOf(cloud))).toEqual(new Set([503]));
      await until(() => isReady(cloud), 'the webhooks have keys', 35_000);
      const [later] = await joinedOnce(cloud, await cloud.start(1));
      expect(later?.confirmedBy.completion).toBe('notification');
      await until(() => keySet.connections() <= 1, 'no dead connection is left');
    } finally {
      await cloud.close();
    }
  },
  limitMs,
);

async function isReady({ webhooks }: FaultyCloud): Promise<boolean> {
  return (await fetch(`${webhooks.adminUrl}/readyz`)).ok;
}

function rings(cloud: FaultyCloud, invite: InviteHandle): boolean {
  return cloud.executedPosts(invite) === 1;
}

/** What became of the notifications about this invite's operation. */
function attempts({ simulator }: FaultyCloud, { inviteId }: InviteHandle) {
  return simulator
    .ledger()
    .filter((entry) => entry.type === 'deliveryAttempted')
    .filter(({ clientContext }) => clientContext === inviteId);
}

function isDelivered(cloud: FaultyCloud, invite: InviteHandle): boolean {
  return attempts(cloud, invite).some(({ status }) => status === 202);
}

function statusesOf({ simulator }: FaultyCloud): (number | null)[] {
  return simulator
    .ledger()
    .flatMap((entry) => (entry.type === 'deliveryAttempted' ? [entry.status] : []));
}
