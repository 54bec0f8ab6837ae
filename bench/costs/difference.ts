import { median } from '../support/statistics.ts';
import type { InviteCost } from './measure-invite.ts';

/** What a price is made of; the order is that of its columns. */
export interface PriceRow {
  readonly actions: number;
  readonly inRegisters: number;
  readonly events: number;
  readonly workflowTasks: number;
  readonly activities: number;
  readonly timers: number;
  readonly signals: number;
  readonly upserts: number;
}

/** Medians of all rounds. */
export function priceRow(costs: readonly InviteCost[]): PriceRow {
  const of = (value: (cost: InviteCost) => number) => median(costs.map(value));
  return {
    actions: of(({ own, registerActions }) => own.actions + registerActions),
    inRegisters: of(({ registerActions }) => registerActions),
    events: of(({ own }) => own.events),
    workflowTasks: of(({ own }) => own.workflowTasks),
    activities: of(({ own }) => own.activityAttempts),
    timers: of(({ own }) => own.timers),
    signals: of(({ own }) => own.signals),
    upserts: of(({ own }) => own.upserts),
  };
}

export function differenceOf(one: PriceRow, other: PriceRow): PriceRow {
  return {
    actions: one.actions - other.actions,
    inRegisters: one.inRegisters - other.inRegisters,
    events: one.events - other.events,
    workflowTasks: one.workflowTasks - other.workflowTasks,
    activities: one.activities - other.activities,
    timers: one.timers - other.timers,
    signals: one.signals - other.signals,
    upserts: one.upserts - other.upserts,
  };
}
