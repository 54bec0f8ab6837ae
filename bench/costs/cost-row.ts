import type { Cost } from './read-cost.ts';

/** The columns of every table of costs, in their order. */
export const costColumns = [
  'events',
  'workflow tasks',
  'activities',
  'timers',
  'signals',
  'upserts',
  'markers',
  'bytes',
] as const;

export function costCells(costs: readonly Cost[]): string[] {
  return [
    spread(costs.map(({ events }) => events)),
    spread(costs.map(({ workflowTasks }) => workflowTasks)),
    spread(costs.map(({ activityAttempts }) => activityAttempts)),
    spread(costs.map(({ timers }) => timers)),
    spread(costs.map(({ signals }) => signals)),
    spread(costs.map(({ upserts }) => upserts)),
    spread(costs.map(({ markers }) => markers)),
    spread(costs.map(({ bytes }) => bytes)),
  ];
}

/** One number where all rounds gave the same. */
export function spread(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
