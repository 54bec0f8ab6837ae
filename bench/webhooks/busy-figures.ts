import { megabytes, percent } from '../support/figures.ts';
import type { Figure } from '../support/report.ts';
import type { Busy } from './busy.ts';

export function memory(peakRssMb: number): Figure {
  return megabytes('server, most memory (RSS)', [peakRssMb]);
}

/** What each process used, and how much the machine had to do besides. */
export function busyFigures(prefix: string, busy: readonly Busy[]): Figure[] {
  const figures = [
    percent(
      `${prefix}server, of one core`,
      busy.map(({ server }) => server),
    ),
    percent(
      `${prefix}generator at a constant rate, of one core`,
      busy.map(({ generator }) => generator),
    ),
    percent(
      `${prefix}generator in a closed loop, of one core`,
      busy.map(({ closedLoop }) => closedLoop),
    ),
    percent(
      `${prefix}everything else on the machine, of one core`,
      busy.map(({ others }) => others),
    ),
  ];
  return figures.filter(({ values }) => values.some((value) => value >= 1));
}

/**
 * What to say of the load generators: one that has no core left, or no turn on one, measures itself and not the server.
 * @param lateP99Ms how late requests at a constant rate were sent; 0 where there were none
 */
export function generatorRemark(busy: readonly Busy[], lateP99Ms = 0): string {
  const most = Math.max(0, ...busy.flatMap(({ generator, closedLoop }) => [generator, closedLoop]));
  const used = `${Math.round(most * 100)} % of a core`;
  if (most > 0.9) return `A load generator was saturated (${used}): its limit is in these figures.`;
  if (lateP99Ms <= 20) return `No load generator was saturated (at most ${used}).`;
  return `No load generator was saturated (at most ${used}), but requests were sent late by up to ${Math.round(lateP99Ms)} ms (p99): the machine had no time for it, and that is in these figures.`;
}
