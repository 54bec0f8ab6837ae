import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { signedWithSecret } from './forge.ts';
import { postThrough } from './post-through.ts';
import { goodBody, goodClaims, goodHeader, openStand, type Stand } from './stand.ts';

const tokens = 10_000;
const lanes = 32;
/** On the clock of the key set, which the test moves. */
const lastsSeconds = 600;

let stand: Stand;
afterEach(() => stand.close());

async function knock(): Promise<Map<number, number>> {
  const pool = new Pool(new URL(stand.url).origin, { connections: lanes, pipelining: 1 });
  const counts = new Map<number, number>();
  const waiting = Array.from({ length: tokens }, (_, index) => index).values();
  const lane = async () => {
    for (const index of waiting) {
      stand.passSeconds(lastsSeconds / tokens);
      const token = signedWithSecret('x', { ...goodHeader, kid: `forged-${index}` }, goodClaims());
      const statusCode = await postThrough(pool, `Bearer ${token}`, goodBody);
      counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await pool.close();
  return counts;
}

describe('10,000 tokens with unknown key ids in ten minutes (row 41)', () => {
  it('with the key set up are refused, and cause a fetch in 30 s at most', async () => {
    stand = await openStand();
    const counts = await knock();
    // The few that arrive while the set is fetched wait for it, as it could bring their key.
    expect([...counts.keys()]).toEqual([401]);
    expect(stand.keyServer.requests()).toBeLessThanOrEqual(lastsSeconds / 30 + 1);
    expect(stand.keyServer.requests()).toBeGreaterThan(1);
    expect((await stand.post(goodBody)).status).toBe(202);
  });

  it('with the key set down are answered 503, and cause fewer fetches still', async () => {
    stand = await openStand();
    stand.keyServer.answer((_, response) => response.writeHead(503).end());
    stand.passSeconds(31);
    const counts = await knock();
    expect([...counts.keys()]).toEqual([503]);
    expect(stand.keyServer.requests()).toBeLessThanOrEqual(lastsSeconds / 30 + 1);
    expect((await stand.post(goodBody)).status).toBe(202);
  });

  it('with a key set that never came are answered 503, and cause a fetch in 30 s at most', async () => {
    stand = await openStand({ keySetFails: true });
    const counts = await knock();
    expect([...counts.keys()]).toEqual([503]);
    expect(stand.keyServer.requests()).toBeLessThanOrEqual(lastsSeconds / 30 + 1);
  });
});
