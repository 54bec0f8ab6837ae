/** Each link late, and each flapping (docs/reliability.md 7): one cloud for each, all at the same time. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import { joinedOnce, soon, startFaultyCloud } from '../support/fault-proxy-cloud.ts';
import { links } from '../support/fault-proxy-links.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';

const seed = 14;
const flapMs = 10_000;
const settledMs = 30_000;
/** The first load of the signing keys fails; the next one is due after 30 s. */
const refusedAtFirst = (proxy: FaultProxy) => {
  proxy.set({ kind: 'refused' });
};

test.concurrent.each(links)(
  'row 18: invites join within 30 s after %s flapped',
  async (link) => {
    const isKeySet = link === 'webhookToKeySet';
    const cloud = await startFaultyCloud({
      seed,
      only: [link],
      ...(isKeySet && { onOpen: refusedAtFirst, awaitReady: false }),
    });
    try {
      const flapping = flap(cloud.link(link));
      // A task that was lost on its way to the worker is given up after 20 s; the rest must be quick.
      const deadlines = { ...soon, unknownMs: 1_000 };
      const invites: InviteHandle[] = [];
      for (let started = 0; started < 5; started += 1) {
        invites.push(...(await cloud.start(2, { deadlines, onUnknownOutcome: 'repostOnce' })));
        await pause(flapMs / 5);
      }
      await flapping;
      const ended = performance.now();
      await Promise.all(invites.map((invite) => invite.result()));
      expect(performance.now() - ended).toBeLessThan(settledMs);
      await joinedOnce(cloud, invites);
      const isReady = async () => (await fetch(`${cloud.webhooks.adminUrl}/readyz`)).ok;
      await until(isReady, 'the webhooks are ready', settledMs);
      const [later] = await joinedOnce(cloud, await cloud.start(1));
      expect(later?.confirmedBy.completion).toBe('notification');
    } finally {
      await cloud.close();
    }
  },
  120_000,
);

/** One second closed, one second open. */
async function flap(proxy: FaultProxy): Promise<void> {
  for (let ms = 0; ms < flapMs; ms += 2_000) {
    proxy.set({ kind: 'refused' });
    await pause(1_000);
    proxy.set({ kind: 'pass' });
    await pause(1_000);
  }
}

test.concurrent.each(links)(
  'row 14: invites join with %s 300 ± 200 ms late',
  async (link) => {
    const cloud = await startFaultyCloud({
      seed,
      only: [link],
      // From the start: signing keys are loaded once an hour.
      onOpen: (proxy) => {
        proxy.set({ kind: 'late', ms: 300, jitterMs: 200 });
      },
    });
    try {
      const invites = await cloud.start(6, { deadlines: { ...soon, operationMs: 60_000 } });
      const results = await joinedOnce(cloud, invites);
      for (const { confirmedBy } of results) expect(confirmedBy.completion).toBe('notification');
    } finally {
      await cloud.close();
    }
  },
  120_000,
);
