import { rounded } from './rounded.ts';

interface Told {
  readonly what: string;
  readonly unit: string;
  readonly bound: 'atLeast' | 'atMost';
  readonly limit: number;
  readonly met: boolean;
  readonly marginPercent: number | null;
}

/** The budget, such as `p99 ≤ 100 ms`. */
export function limitText({ what, bound, limit, unit }: Omit<Told, 'met' | 'marginPercent'>) {
  return `${what} ${bound === 'atLeast' ? '≥' : '≤'} ${withUnit(limit, unit)}`;
}

/** Whether it was met, and by how much. */
export function verdictText({ met, marginPercent }: Pick<Told, 'met' | 'marginPercent'>): string {
  if (marginPercent === null) return met ? 'met' : 'missed';
  return met ? `met, ${marginPercent} % to spare` : `missed by ${-marginPercent} %`;
}

export function withUnit(value: number, unit: string): string {
  return Number.isFinite(value) ? `${rounded(value)} ${unit}`.trimEnd() : 'not measured';
}
