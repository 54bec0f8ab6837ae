import { Pool } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rsaKey } from '../unit/webhooks/key-set-server.ts';
import { signedBy } from './forge.ts';
import { postThrough } from './post-through.ts';
import { goodBody, goodClaims, goodHeader, openStand, type Stand } from './stand.ts';

const connections = 200;
const lastsMs = 5_000;
const perRound = 10;

let stand: Stand;
let forgers: Pool;
let sender: Pool;
beforeAll(async () => {
  // With the limits of production: a flood of bad signatures alone must not look like too much load.
  stand = await openStand({ loadLimits: {} });
  const { origin } = new URL(stand.url);
  forgers = new Pool(origin, { connections, pipelining: 1 });
  sender = new Pool(origin, { connections: perRound, pipelining: 1 });
});
afterAll(async () => {
  await Promise.all([forgers.close(), sender.close()]);
  await stand.close();
});

const post = (pool: Pool, token: string) => postThrough(pool, `Bearer ${token}`, goodBody);

it('bad signatures on 200 connections are all answered 401, and good notifications beside them all 202 (row 50)', async () => {
  const forged = signedBy(await rsaKey('key-1'), goodHeader, goodClaims());
  const token = await stand.token();
  const counts = { bad: new Map<number, number>(), good: new Map<number, number>() };
  const count = (to: Map<number, number>, status: number) =>
    to.set(status, (to.get(status) ?? 0) + 1);
  const end = performance.now() + lastsMs;
  const memoryBefore = process.memoryUsage();
  const forger = async () => {
    while (performance.now() < end) count(counts.bad, await post(forgers, forged));
  };
  const goodSender = async () => {
    while (performance.now() < end) {
      const round = Array.from({ length: perRound }, () => post(sender, token));
      for (const status of await Promise.all(round)) count(counts.good, status);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all([goodSender(), ...Array.from({ length: connections }, forger)]);
  const memory = process.memoryUsage();

  expect([...counts.bad.keys()]).toEqual([401]);
  expect([...counts.good.keys()]).toEqual([202]);
  expect(counts.bad.get(401)).toBeGreaterThan(1_000);
  expect(counts.good.get(202)).toBeGreaterThan(50);
  expect(stand.bodies()).toBe(counts.good.get(202));
  expect(memory.rss - memoryBefore.rss).toBeLessThan(300 * 1024 * 1024);
  await expectFewLines(counts.bad.get(401) ?? 0);
});

it('100 bodies of 1 MiB while nothing can be stored are sent away before they fill the memory', async () => {
  const stuck = await openStand({ store: () => new Promise(() => undefined) });
  const authorization = `Bearer ${await stuck.token()}`;
  const pad = 'x'.repeat(1_048_576 - goodBody.length - 9);
  const body = Buffer.from(goodBody.replace('{', `{"pad":"${pad}",`));
  expect(body).toHaveLength(1_048_576);
  const before = process.memoryUsage().rss;
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => stuck.post(body, authorization)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(answers.every(({ headers }) => headers.get('retry-after') === '2')).toBe(true);
  // 64 MiB, and these are still under way though they have been answered.
  expect(stuck.bodies()).toBe(64);
  expect(await stuck.counted()).toContain('shed_requests_total{reason="bodyBytes"} 36');
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
  expect((await stuck.post(body, authorization)).status).toBe(503);
  expect(stuck.bodies()).toBe(64);
  await stuck.close();
});

/** The log has a line a second and the count of the rest, the metric has all. */
async function expectFewLines(refusals: number): Promise<void> {
  const lines = stand.lines.filter((line) => line.includes('token not accepted'));
  expect(lines.length).toBeLessThan(lastsMs / 1000 + 10);
  const leftOut = lines.map((line) => JSON.parse(line) as { leftOut: number });
  expect(leftOut.at(-1)?.leftOut).toBeGreaterThan(0);
  expect(await stand.counted()).toContain(`token_failures_total{class="signature"} ${refusals}`);
}
