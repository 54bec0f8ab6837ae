import { describe, expect, it } from 'vitest';
import { judge } from '../../../bench/support/budget.ts';

const rate = { what: 'rate', unit: '/s', bound: 'atLeast', limit: 3_000 } as const;
const p99 = { what: 'p99', unit: 'ms', bound: 'atMost', limit: 250 } as const;

describe('a verdict', () => {
  it('is met at the limit itself', () => {
    expect(judge(rate, 3_000)).toMatchObject({ met: true, marginPercent: 0 });
    expect(judge(p99, 250)).toMatchObject({ met: true, marginPercent: 0 });
  });

  it('says how much there is to spare', () => {
    expect(judge(rate, 3_600)).toMatchObject({ met: true, marginPercent: 20 });
    expect(judge(p99, 200)).toMatchObject({ met: true, marginPercent: 20 });
  });

  it('says by how much a budget is missed', () => {
    expect(judge(rate, 1_500)).toMatchObject({ met: false, marginPercent: -50 });
    expect(judge(p99, 500)).toMatchObject({ met: false, marginPercent: -100 });
  });

  it('has no margin where nothing at all is allowed', () => {
    const none = { what: 'lost', unit: '', bound: 'atMost', limit: 0 } as const;
    expect(judge(none, 0)).toMatchObject({ met: true, marginPercent: null });
    expect(judge(none, 1)).toMatchObject({ met: false, marginPercent: null });
  });

  it('is missed when nothing was measured', () => {
    expect(judge(p99, NaN)).toMatchObject({ met: false, marginPercent: null });
    expect(judge(rate, NaN)).toMatchObject({ met: false, marginPercent: null });
  });
});
