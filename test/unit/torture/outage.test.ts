import { expect, test } from 'vitest';
import type { InviteEvidence } from '../../checker/evidence.ts';
import type { Struck } from '../../torture/nemesis.ts';
import { outageMsOf } from '../../torture/outage.ts';
import type { Strike } from '../../torture/strikes.ts';

const invite = (startedAt: number, closedAt: number | null) =>
  ({ runs: [{ startedAt, closedAt }] }) as unknown as InviteEvidence;
const hit = (strike: Partial<Strike>, from: number, to: number): Struck => ({
  strike: { atMs: 0, forMs: 0, ...strike } as Strike,
  ...{ from, to, pid: 1 },
});
const workerKilled = { lane: 'processes', kind: 'workerKilled', process: 'worker-1' } as const;
const temporalKilled = { lane: 'processes', kind: 'temporalKilled', process: 'temporal' } as const;

test('without a strike there is no outage', () => {
  expect(outageMsOf([], [invite(0, 90_000)])).toBe(0);
});

test('the outage of an invite is the part of its life under a strike and what is felt of it later', () => {
  const struck = [hit(workerKilled, 10_000, 15_000)];
  expect(outageMsOf(struck, [invite(0, 12_000)])).toBe(2_000);
  expect(outageMsOf(struck, [invite(0, 90_000)])).toBe(5_000 + 12_000);
  expect(outageMsOf(struck, [invite(60_000, 90_000)])).toBe(0);
});

test('strikes at the same time count once, and the longest of all invites counts', () => {
  const struck = [hit(workerKilled, 10_000, 15_000), hit(temporalKilled, 12_000, 14_000)];
  expect(outageMsOf(struck, [invite(0, 11_000), invite(0, 200_000)])).toBe(34_000);
});

test('an invite that never ended lengthens nothing', () => {
  expect(outageMsOf([hit(workerKilled, 0, 1_000)], [invite(0, null)])).toBe(13_000);
});

test('webhooks, keys and their links are no excuse', () => {
  const struck = [
    hit({ lane: 'processes', kind: 'webhooksKilled', process: 'webhooks-1' }, 0, 9_000),
    hit({ lane: 'keys', kind: 'keysRotated', keepOld: true }, 0, 9_000),
    hit({ lane: 'links', kind: 'linkSilent', between: 'webhookToTemporal' }, 0, 9_000),
  ];
  expect(outageMsOf(struck, [invite(0, 60_000)])).toBe(0);
});
