/** What a figure has to be (docs/security.md, Figures). */
export interface Budget {
  readonly what: string;
  readonly unit: string;
  readonly bound: 'atLeast' | 'atMost';
  readonly limit: number;
}

export interface Verdict extends Budget {
  readonly value: number;
  readonly met: boolean;
  /** How far beyond the limit on the good side (positive) or the bad one, in percent of it; null of a limit of 0. */
  readonly marginPercent: number | null;
}

export function judge(budget: Budget, value: number): Verdict {
  const { bound, limit } = budget;
  // Of nothing measured: no percentile, no median.
  if (!Number.isFinite(value)) return { ...budget, value, met: false, marginPercent: null };
  const beyond = bound === 'atLeast' ? value - limit : limit - value;
  return {
    ...budget,
    value,
    met: beyond >= 0,
    marginPercent: limit === 0 ? null : Math.round((beyond / limit) * 1000) / 10,
  };
}
