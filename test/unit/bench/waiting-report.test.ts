import { describe, expect, it } from 'vitest';
import type { RoundFindings } from '../../../bench/waiting/measure-round.ts';
import { waitingParts } from '../../../bench/waiting/waiting-report.ts';

describe('the report of the waiting benchmark', () => {
  it('judges each size of the cache by its peak, its losses and its recovery', () => {
    const verdicts = waitingParts([round({ cache: 100 }), round({ cache: 500 })]).flatMap((part) =>
      part.verdicts.map(({ what, value, met }) => [what, value, met]),
    );
    expect(verdicts).toEqual([
      ['cache 100: resident, peak', 400, true],
      ['cache 100: lost or wrong', 0, true],
      ['cache 500: resident, peak', 400, true],
      ['cache 500: lost or wrong', 0, true],
      ['cache 100: the last has joined after', 10, true],
      ['cache 500: the last has joined after', 10, true],
    ]);
  });

  it('says once, and in the first part, what was wrong', () => {
    const wrong = ['Invite x was posted 2 times.'];
    const parts = waitingParts([round({ wrong })]);
    expect(parts.flatMap((part) => part.wrong)).toEqual(wrong.map((one) => `cache 100: ${one}`));
    expect(parts[0]?.verdicts[1]).toMatchObject({ value: 1, met: false });
  });

  it('tells what each further workflow takes, from the emptiest to the fullest cache', () => {
    const parts = waitingParts([
      round({ cache: 'default', cached: 1_000, restMb: 450 }),
      round({ cache: 100, cached: 100, restMb: 360 }),
    ]);
    expect(figure(parts, 'each further workflow in the cache')).toEqual([102.4]);
    expect(figure(parts, 'cache 100: grown per waiting invite')).toEqual([163.84]);
  });

  it('leaves out what nobody measured: the processor time elsewhere, evicted invites where none are', () => {
    const parts = waitingParts([round({ cpuMs: null })]);
    const [, cost] = parts;
    expect(cost?.figures).toEqual([]);
    const [table] = cost?.tables ?? [];
    expect(table?.rows.map(([, stretch]) => stretch)).not.toContain('served, evicted');
    expect(table?.rows[0]).toEqual(['100', expect.anything(), '1000', '–', '–', '50.0']);
  });

  it('is a failure when the kill met nobody', () => {
    const killed = { ...round({}).killed, joinedMs: [] };
    const parts = waitingParts([{ ...round({}), killed }]);
    expect(parts.flatMap((part) => part.wrong)).toEqual([
      'cache 100: no invite was left to go on.',
    ]);
  });
});

function figure(parts: ReturnType<typeof waitingParts>, what: string) {
  return parts.flatMap(({ figures }) => figures).find((one) => one.what === what)?.values;
}

interface Changes {
  readonly cache?: RoundFindings['cache'];
  readonly cached?: number;
  readonly restMb?: number;
  readonly cpuMs?: number | null;
  readonly wrong?: readonly string[];
}

function round(changes: Changes): RoundFindings {
  const { cache = 100, cached = 100, restMb = 360, cpuMs = 5_000, wrong = [] } = changes;
  const empty = {
    ...{ rssMb: 200, peakRssMb: 210, mainHeapMb: 50, heapLimitMb: 4_144, cachedWorkflows: 0 },
  };
  const served = (count: number) => ({
    ...{
      count,
      lost: [],
      joinedMs: [1_000],
      cpu: { seconds: count / 50, workerCpuMs: cpuMs, serverCpuMs: cpuMs },
    },
  });
  return {
    cache,
    waited: {
      ...{ empty, missing: [], ...served(1_000) },
      atRest: { ...empty, rssMb: restMb, peakRssMb: 400, cachedWorkflows: cached },
    },
    warm: served(200),
    evicted: undefined,
    killed: {
      ...{ waiting: 100, posting: 20, joinedBefore: 10, notifiedMs: 300, lost: [], posted: [] },
      joinedMs: [2_000, 5_000, 10_000],
    },
    restarted: { ...served(500), readyMs: 900, allMs: 12_000, after: empty },
    wrong,
  };
}
