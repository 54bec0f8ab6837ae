/** Webhooks that cannot reach Temporal, or not in time, while notifications flow (docs/reliability.md 7). */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { InviteHandle } from '../../client/index.ts';
import {
  completionOf,
  joinedOnce,
  soon,
  startFaultyCloud,
  type FaultyCloud,
} from '../support/fault-proxy-cloud.ts';
import { eventsOf } from '../support/histories.ts';
import { until } from '../support/until.ts';

/** Redelivery goes on beyond the outage, and nobody asks Graph before it. */
const redelivery = { tries: 8, backoffMs: 200 };
const patient = { ...soon, operationMs: 100_000, rosterMs: 100_000, teardownMs: 100_000 };
const ringing = { answer: { kind: 'answer', afterMs: 4_000 } } as const;

test.concurrent(
  'row 12: notifications get 503 within 4 s while Temporal is down, and take effect after redelivery',
  async () => {
    const cloud = await startFaultyCloud({ only: ['webhookToTemporal'], redelivery });
    const sender = await tapInto(cloud.callbackUri);
    try {
      const temporal = cloud.link('webhookToTemporal');
      const invites = await ring(cloud, sender.url);
      temporal.set({ kind: 'refused' });
      await until(() => sender.answers.length >= 2 * invites.length, 'notifications flow', 30_000);
      const meanwhile = [...sender.answers];
      temporal.set({ kind: 'pass' });
      expect(meanwhile.map(({ status }) => status)).toEqual(meanwhile.map(() => 503));
      expect(meanwhile.filter(({ retryAfter }) => retryAfter === null)).toEqual([]);
      expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan(4_000);
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
    } finally {
      await cloud.close();
      await sender.close();
    }
  },
  120_000,
);

test.concurrent(
  'row 13: notifications get 503 while Temporal answers 10 s late, and what was stored all the same counts once',
  async () => {
    const cloud = await startFaultyCloud({ only: ['webhookToTemporal'], redelivery });
    const sender = await tapInto(cloud.callbackUri);
    try {
      const temporal = cloud.link('webhookToTemporal');
      const invites = await ring(cloud, sender.url);
      temporal.set({ kind: 'late', ms: 10_000 });
      const isDuplicated = async (invite: InviteHandle) => (await completions(cloud, invite)) > 1;
      await until(
        async () => (await Promise.all(invites.map(isDuplicated))).every(Boolean),
        'every completion was stored twice',
        40_000,
      );
      const meanwhile = [...sender.answers];
      temporal.set({ kind: 'pass' });
      expect(meanwhile.map(({ status }) => status)).toEqual(meanwhile.map(() => 503));
      expect(meanwhile.filter(({ retryAfter }) => retryAfter === null)).toEqual([]);
      expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan(4_000);
      expect(Math.min(...meanwhile.map(({ ms }) => ms))).toBeGreaterThan(2_000);
      const results = await joinedOnce(cloud, invites);
      expect(results.map(completionOf)).toEqual(invites.map(() => 'notification'));
    } finally {
      await cloud.close();
      await sender.close();
    }
  },
  120_000,
);

async function ring(cloud: FaultyCloud, callbackUri: string): Promise<InviteHandle[]> {
  const invites = await cloud.start(6, { callbackUri, deadlines: patient, script: ringing });
  await until(() => invites.every((invite) => cloud.executedPosts(invite) === 1), 'all ring');
  return invites;
}

/** How many signals of the operation's end stand in the history. */
async function completions({ client }: FaultyCloud, { workflowId }: InviteHandle): Promise<number> {
  const events = await eventsOf(client.workflow.getHandle(workflowId));
  return events.filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal?.signalName === 'operationCompleted',
  ).length;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly ms: number;
}

/** Hands each notification on to the webhooks and notes how it was answered. */
async function tapInto(webhookUrl: string) {
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const started = performance.now();
      const answer = await fetch(webhookUrl, { method: 'POST', headers: headersOf(request), body });
      const retryAfter = answer.headers.get('retry-after');
      answers.push({ status: answer.status, retryAfter, ms: performance.now() - started });
      response.writeHead(answer.status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    answers,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { authorization = '', 'content-type': type = '' } = headers;
  return { authorization, 'content-type': type };
}
