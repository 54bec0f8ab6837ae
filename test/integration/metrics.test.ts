/** What real processes show to Prometheus, before the first invite and after some. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteCounterNames, inviteCounters } from '../../contracts/invite-metrics.ts';
import type { Script } from '../../simulator/index.ts';
import { metricNamesIn, repeatedSeries, samplesIn, type Sample } from '../support/exposition.ts';
import { startObserved, type ObservedProcesses } from '../support/observed-processes.ts';
import { until } from '../support/until.ts';

const soon = { operationMs: 4_000, rosterMs: 4_000, teardownMs: 4_000, reconcileMs: 1_000 };
const sdkMetrics = JSON.parse(
  readFileSync(new URL('../fixtures/metrics/temporal-sdk.json', import.meta.url), 'utf8'),
) as { readonly names: readonly string[] };

let processes: ObservedProcesses;
let before: Record<'worker' | 'webhooks', string>;
beforeAll(async () => {
  processes = await startObserved();
  before = {
    worker: await processes.metricsOf('worker'),
    webhooks: await processes.metricsOf('webhooks'),
  };
});
afterAll(async () => {
  await processes.close();
});

async function invite(script?: Script) {
  const id = randomUUID();
  if (script) processes.simulator.script({ ...script, inviteeId: id });
  return await processes.invites.start({
    callId: processes.newCall(),
    participants: [{ identity: { user: { id } } }],
    deadlines: soon,
  });
}

type Labels = Readonly<Record<string, string>>;

/** Of all series with these labels together. */
function valueOf(text: string, name: string, labels: Labels): number | undefined {
  const fits = (sample: Sample) =>
    sample.name === name &&
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value);
  const fitting = samplesIn(text).filter(fits);
  return fitting.length === 0 ? undefined : fitting.reduce((sum, { value }) => sum + value, 0);
}

/** The value that a counter of the worker comes to have. */
async function comesTo(name: string, labels: Labels, value: number): Promise<void> {
  const has = async () => valueOf(await processes.metricsOf('worker'), name, labels) === value;
  await until(has, `${name} ${JSON.stringify(labels)} is ${value}`);
}

describe('before the first invite', () => {
  test('the worker shows every counter of invites as 0 with each of its labels', () => {
    for (const name of inviteCounterNames) {
      for (const group of inviteCounters[name]) {
        const labels: Readonly<Record<string, readonly string[]>> = group;
        for (const [label, values] of Object.entries(labels)) {
          for (const value of values) {
            expect(valueOf(before.worker, name, { [label]: value }), `${name} ${value}`).toBe(0);
          }
        }
      }
    }
  });

  test('the webhooks show what alerts look at as 0', () => {
    const name = (rest: string) => `graph_invite_webhook_${rest}`;
    expect(valueOf(before.webhooks, name('answers_total'), { status: '503' })).toBe(0);
    expect(valueOf(before.webhooks, name('signals_total'), { result: 'unavailable' })).toBe(0);
    expect(valueOf(before.webhooks, name('token_failures_total'), { class: 'time' })).toBe(0);
    expect(valueOf(before.webhooks, name('key_set_loads_total'), { result: 'failed' })).toBe(0);
  });
});

describe('after invites', () => {
  test('the worker tells ends, posts, evidence, phases and life apart', async () => {
    await (await invite()).result();
    await comesTo('graph_invite_ended_total', { outcome: 'joined', scenario: 'add' }, 1);
    await comesTo('graph_invite_posts_total', { kind: 'first', result: 'accepted' }, 1);
    await comesTo('graph_invite_evidence_total', { fact: 'roster', source: 'notification' }, 1);
    for (const phase of ['posting', 'awaitingOutcome']) {
      await comesTo('graph_invite_phase_seconds_count', { phase }, 1);
    }
    await comesTo('graph_invite_life_seconds_count', { outcome: 'joined' }, 1);
    await comesTo('graph_invite_life_seconds_bucket', { outcome: 'joined', le: '600' }, 1);
    await comesTo('graph_invite_register_writes_total', { result: 'stored' }, 1);
    const request = { method: 'POST', result: '2xx' };
    await comesTo('graph_invite_graph_request_seconds_count', request, 1);
  });

  test('a lost completion shows as reconciled, and a refused POST as refused', async () => {
    await (await invite({ lost: ['completion'] })).result();
    await comesTo(
      'graph_invite_evidence_total',
      { fact: 'completion', source: 'reconciliation' },
      1,
    );
    await comesTo(
      'graph_invite_reconciliations_total',
      { asked: 'roster', brought: 'everyone' },
      1,
    );
    const refused = await invite({ answer: { kind: 'httpStatus', status: 403 } });
    await refused.result().catch(() => undefined);
    await comesTo('graph_invite_ended_total', { outcome: 'InviteRejected' }, 1);
    await comesTo('graph_invite_posts_total', { result: 'refused' }, 1);
    await comesTo('graph_invite_graph_request_seconds_count', { result: '403' }, 1);
  });

  test('an invite that was taken back shows with its revoke', async () => {
    const ringing = await invite({ answer: { kind: 'never' } });
    await until(async () => (await ringing.status()).phase === 'awaitingOutcome', 'it rings');
    await ringing.cancel();
    await ringing.result().catch(() => undefined);
    const text = await until(async () => {
      const now = await processes.metricsOf('worker');
      const ends = ['canceled', 'canceledUnconfirmed'].map((outcome) =>
        valueOf(now, 'graph_invite_ended_total', { outcome }),
      );
      return ends.includes(1) && now;
    }, 'the end of a canceled invite');
    const revokes = samplesIn(text).filter(
      ({ name, labels }) => name === 'graph_invite_revokes_total' && labels['why'] === 'cancel',
    );
    expect(revokes.map(({ value }) => value).reduce((sum, value) => sum + value)).toBe(1);
  });

  test('no series stands twice, and no label holds an id', async () => {
    for (const which of ['worker', 'webhooks'] as const) {
      const text = await processes.metricsOf(which);
      expect(repeatedSeries(text)).toEqual([]);
      const own = samplesIn(text).filter(({ name }) => name.startsWith('graph_invite_'));
      const values = own.flatMap(({ labels }) =>
        Object.entries(labels).flatMap(([label, value]) => (label === 'taskQueue' ? [] : [value])),
      );
      expect(values.filter((value) => /[0-9a-f]{8}-/.test(value))).toEqual([]);
      expect(values.length).toBeGreaterThan(20);
    }
  });

  test('the webhooks show latencies of signals and what a process needs', async () => {
    const text = await processes.metricsOf('webhooks');
    const count = valueOf(text, 'graph_invite_webhook_signal_seconds_count', {});
    expect(count).toBeGreaterThanOrEqual(2);
    expect(metricNamesIn(text)).toEqual(
      expect.arrayContaining(['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']),
    );
  });

  // The list that the dashboard and the alerts are checked against.
  test('the SDK shows every metric of the committed list', async () => {
    const { client, taskQueue } = processes;
    const broken = await client.workflow.start('aTypeThatNobodyHas', {
      workflowId: `broken-${randomUUID()}`,
      taskQueue,
    });
    const missing = async () => {
      const shown = metricNamesIn(await processes.metricsOf('worker'));
      return sdkMetrics.names.filter((name) => !shown.includes(name));
    };
    await until(async () => (await missing()).length === 0, 'all are shown').catch(() => undefined);
    expect(await missing()).toEqual([]);
    await broken.terminate();
  });
});

test('a worker is ready once it polls, and Temporal answers', async () => {
  expect((await fetch(`${processes.workerAdminUrl}/readyz`)).status).toBe(200);
});
