import fc from 'fast-check';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { normaliseId } from '../../contracts/ids.ts';
import { anyBody } from './arbitrary-bodies.ts';
import { genuineBodies, invited } from './genuine-bodies.ts';
import { postThrough } from './post-through.ts';
import { goodBody, inviteId, openStand, type Stand } from './stand.ts';

const total = 100_000;
const batch = 2_000;
const connections = 32;
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

let stand: Stand;
let pool: Pool;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  stand = await openStand({
    remembersTokens: true,
    registrations: () => [
      {
        inviteId,
        participantKeys: [normaliseId(invited.id)],
        role: 'target',
        expiresAt: '2099-01-01T00:00:00Z',
      },
    ],
  });
  pool = new Pool(new URL(stand.url).origin, { connections, pipelining: 1 });
});
afterAll(async () => {
  await pool.close();
  await stand.close();
  process.off('unhandledRejection', note);
});

async function postAll(bodies: readonly (Buffer | string)[]): Promise<number[]> {
  const authorization = `Bearer ${await stand.token()}`;
  const statuses: number[] = [];
  const waiting = bodies.values();
  const lane = async () => {
    for (const body of waiting) statuses.push(await postThrough(pool, authorization, body));
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return statuses;
}

it('every genuine body is read, save those that are published as no JSON', async () => {
  const statuses = await postAll(genuineBodies());
  expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(statuses.length * 0.9);
  expect(new Set(statuses)).toEqual(new Set([202, 400]));
  expect(new Set(stand.signals.map(({ name }) => name))).toEqual(
    new Set(['operationCompleted', 'operationFailed', 'rosterUpdated', 'callTerminated']),
  );
});

it(
  `${total} generated bodies never bring an answer outside of the contract (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const counts = new Map<number, number>();
    for (let sent = 0; sent < total; sent += batch) {
      const bodies = fc.sample(anyBody, { numRuns: batch, seed: seed + sent });
      for (const status of await postAll(bodies)) counts.set(status, (counts.get(status) ?? 0) + 1);
      // What the stand remembers is not what is measured here.
      stand.signals.length = 0;
      stand.lines.length = 0;
    }
    expect([...counts.keys()].sort(), await stand.counted()).toEqual([202, 400]);
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(total);
    expect(unhandled).toEqual([]);
    expect('polluted' in {}).toBe(false);
    expect(await postAll([goodBody])).toEqual([202]);
    expect(stand.signals.map(({ name }) => name)).toEqual(['operationCompleted']);
  },
);
