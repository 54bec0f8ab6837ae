import type { Cell, Result } from './alternate.ts';
import type { Measured, Percentiles } from './measure-load.ts';
import type { Variant } from './variants.ts';

export type Of = (measured: Measured) => number;

export const perSecond: Of = (measured) => measured.perSecond;
export const toResult =
  (which: keyof Percentiles): Of =>
  (measured) =>
    measured.toResult[which];
export const toPost: Of = (measured) => measured.toPost.p50;

export const postP99: Of = (measured) => measured.toPost.p99;
export const toldP50: Of = (measured) => measured.fromNotification.p50;
export const toldP99: Of = (measured) => measured.fromNotification.p99;
/** Both, as they are one process where the client is in the worker's. */
export const workerAndClientCpu: Of = ({ workerCpuMs, callerCpuMs }) => workerCpuMs + callerCpuMs;
/** Not a number where the platform does not tell. */
export const serverCpu: Of = (measured) => measured.serverCpuMs ?? NaN;
export const eventsOf: Of = (measured) => measured.histories.events;
export const tasksOf: Of = (measured) => measured.histories.workflowTasks;
export const firstTaskWait: Of = (measured) => measured.histories.firstTaskP99;

/** The rounds of one variant under one load; an error where it was not measured. */
export function roundsOf(
  results: readonly Result[],
  variant: Variant,
  { concurrency, perCall }: Cell,
): readonly Measured[] {
  const found = results.find(
    (result) =>
      result.variant === variant &&
      result.concurrency === concurrency &&
      result.perCall === perCall,
  );
  if (found === undefined) throw new Error(`${variant.name} was not measured.`);
  return found.rounds;
}

/** Of two variants under one load: round by round, as those stood side by side. */
export function ratios(
  results: readonly Result[],
  [one, other]: readonly [Variant, Variant],
  cell: Cell,
  of: Of,
): number[] {
  const others = roundsOf(results, other, cell);
  return roundsOf(results, one, cell).flatMap((measured, round) => {
    const beside = others[round];
    return beside === undefined ? [] : [of(measured) / of(beside)];
  });
}
