import { describe, expect, it } from 'vitest';
import type { Result } from '../../../bench/engine/alternate.ts';
import { invitesAt } from '../../../bench/engine/alternate.ts';
import { perSecond, ratios, roundsOf, toResult } from '../../../bench/engine/compare.ts';
import { drive } from '../../../bench/engine/drive.ts';
import { floorReport } from '../../../bench/engine/floor-report.ts';
import { invitesOf } from '../../../bench/engine/invites-of.ts';
import type { Measured } from '../../../bench/engine/measure-load.ts';
import { readOptions } from '../../../bench/engine/options.ts';
import { resultChart, resultTable } from '../../../bench/engine/result-tables.ts';
import {
  naive,
  naiveStock,
  ours,
  oursTogether,
  type Variant,
} from '../../../bench/engine/variants.ts';
import { UsageError } from '../../../bench/support/options.ts';
import { randomOf } from '../../../bench/support/random.ts';

interface Times {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly post: number;
}

function measured({ rate, p50, p99, post }: Times): Measured {
  return {
    perSecond: rate,
    toResult: { p50, p95: p99, p99 },
    toPost: { p50: post, p95: post, p99: post },
    fromNotification: { p50, p95: p99, p99 },
    ...{ workerCpuMs: 10, callerCpuMs: 2, serverCpuMs: 20, failures: {} },
    histories: {
      events: 16,
      workflowTasks: 2,
      firstTaskP99: 5,
      otherTasksP99: 4,
      activitiesP99: 1,
    },
  };
}

const times = new Map<Variant, Times>([
  [naiveStock, { rate: 10, p50: 100, p99: 900, post: 90 }],
  [naive, { rate: 20, p50: 40, p99: 80, post: 20 }],
  [ours, { rate: 18, p50: 36, p99: 72, post: 27 }],
  [oursTogether, { rate: 17, p50: 48, p99: 97, post: 18 }],
]);

const results: readonly Result[] = [1, 10, 30, 100].flatMap((concurrency) =>
  [1, 5].flatMap((perCall) =>
    [...times].map(([variant, values]) => ({
      ...{ variant, concurrency, perCall, rounds: [measured(values), measured(values)] },
    })),
  ),
);

describe('the report of the engine', () => {
  const report = floorReport({ results, wrong: ['ours: 1 POSTs came a second time.'] });
  const verdict = (what: string) => report.verdicts.find((one) => one.what.startsWith(what));

  it('holds rates, medians and tails against the budgets of the design', () => {
    expect(verdict('ours beside naive: invites a second, 100 at once, 5')).toMatchObject({
      ...{ value: 0.9, limit: 0.9, bound: 'atLeast', met: true },
    });
    expect(verdict('ours in one process beside naive: invites a second, 30')).toMatchObject({
      ...{ value: 0.85, met: false },
    });
    expect(verdict('ours beside naive: p50')).toMatchObject({ value: 0.9, limit: 1.2, met: true });
    expect(verdict('ours beside naive on a stock server: p50 from start to result')).toMatchObject({
      ...{ value: 0.36, limit: 0.35, met: false },
    });
    expect(verdict('ours beside naive on a stock server: p50 from start to POST')).toMatchObject({
      ...{ value: 0.3, met: true },
    });
    expect(verdict('ours beside naive on a stock server: invites a second, 100')).toMatchObject({
      ...{ value: 1.8, limit: 1.2, met: true },
    });
    expect(verdict('ours: p99')).toMatchObject({ value: 2, limit: 2, met: true });
    expect(verdict('ours in one process: p99')).toMatchObject({ met: false });
    expect(report.verdicts).toHaveLength(20);
  });

  it('passes on what must never be', () => {
    expect(report.wrong).toEqual(['ours: 1 POSTs came a second time.']);
  });
});

describe('two variants side by side', () => {
  const cell = { concurrency: 1, perCall: 1 };

  it('are compared round by round', () => {
    const rounds = (rates: readonly number[]) =>
      rates.map((rate) => measured({ rate, p50: 1, p99: 1, post: 1 }));
    const uneven: readonly Result[] = [
      { variant: ours, ...cell, rounds: rounds([10, 30]) },
      { variant: naive, ...cell, rounds: rounds([20, 40]) },
    ];
    expect(ratios(uneven, [ours, naive], cell, perSecond)).toEqual([0.5, 0.75]);
  });

  it('are not compared when one was not measured', () => {
    expect(() => roundsOf(results, { ...ours }, cell)).toThrow('ours was not measured.');
  });

  it('stand in one row of a table, and in one group of a chart', () => {
    const shown = { title: 'p50', unit: 'ms', of: toResult('p50') };
    const { head, rows } = resultTable(results, shown);
    expect(head).toEqual([
      'load',
      'naive on a stock server',
      'naive',
      'ours',
      'ours in one process',
    ]);
    expect(rows).toHaveLength(8);
    expect(rows[1]).toEqual([
      '1 at once, 5 per call',
      '100 (100 to 100)',
      '40 (40 to 40)',
      '36 (36 to 36)',
      '48 (48 to 48)',
    ]);
    const { labels, series } = resultChart(results, shown);
    expect(labels).toEqual(['1 at once', '10 at once', '30 at once', '100 at once']);
    expect(series[2]).toEqual({ name: 'ours', values: [36, 36, 36, 36] });
  });
});

describe('a load', () => {
  it('has so many invites on each call, the same for the same seed', () => {
    const invites = invitesOf(7, 5, randomOf(1, 'a test'));
    expect(invites).toEqual(invitesOf(7, 5, randomOf(1, 'a test')));
    expect(new Set(invites.map(({ callId }) => callId)).size).toBe(2);
    expect(new Set(invites.map(({ inviteId }) => inviteId)).size).toBe(7);
  });

  it('is smaller where less goes on at a time', () => {
    expect([1, 10, 30, 100].map((concurrency) => invitesAt(concurrency, 300))).toEqual([
      30, 75, 150, 300,
    ]);
    expect(invitesAt(1, 40)).toBe(30);
  });

  it('keeps so many under way and no more, and counts why some did not join', async () => {
    const underWay = { now: 0, most: 0 };
    const invites = invitesOf(12, 1, randomOf(1, 'a test'));
    const bad = new Set(invites.slice(0, 2).map(({ inviteId }) => inviteId));
    const { invites: ended, failures } = await drive({ invites, concurrency: 4 }, async (one) => {
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.now -= 1;
      if (bad.has(one.inviteId)) throw new Error('declined');
    });
    expect(underWay.most).toBe(4);
    expect(failures).toEqual({ declined: 2 });
    expect(ended).toHaveLength(10);
    expect(ended.every(({ startedAt, endedAt }) => endedAt > startedAt)).toBe(true);
  });
});

describe('the options of the engine benchmark', () => {
  it('run every part with three rounds by default, and more with --full', () => {
    expect(readOptions([])).toEqual({
      ...{ parts: ['floor', 'settings', 'promises'], rounds: 3, invites: 150, seed: 1 },
      write: false,
    });
    expect(readOptions(['--full', '--only', 'floor'])).toMatchObject({
      ...{ parts: ['floor'], rounds: 5, invites: 400 },
    });
  });

  it('are refused with a sentence', () => {
    expect(() => readOptions(['--only', 'ceiling'])).toThrow(UsageError);
    expect(() => readOptions(['--rounds', '0'])).toThrow(UsageError);
    expect(() => readOptions(['--fast'])).toThrow(UsageError);
  });
});
