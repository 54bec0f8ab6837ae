import { getHeapStatistics } from 'node:v8';
import type { WorkerOptions } from '@temporalio/worker';

/**
 * How much a worker does at a time. The SDK's `maxConcurrentWorkflowTaskPolls` and its twin for activities are not among it:
 * version 1.24 reads neither, and polls with ten whatever they say (docs/temporal-facts.md 9).
 */
export type WorkerTuning = Pick<
  WorkerOptions,
  | 'identity'
  | 'maxCachedWorkflows'
  | 'maxConcurrentWorkflowTaskExecutions'
  | 'workflowTaskPollerBehavior'
  | 'nonStickyToStickyPollRatio'
  | 'maxConcurrentActivityTaskExecutions'
  | 'activityTaskPollerBehavior'
  | 'maxEagerActivityReservationsPerWorkflowTask'
>;

/** For a machine of two cores; figures in docs/benchmarks/engine.md and waiting.md, the way up in docs/performance.md. */
const defaults = { workflowTasks: 100, activities: 100, cachedWorkflows: 500 };

export interface WorkerSizes {
  readonly workflowTasks?: number | undefined;
  readonly activities?: number | undefined;
  readonly cachedWorkflows?: number | undefined;
}

export function workerTuning({
  workflowTasks = defaults.workflowTasks,
  activities = defaults.activities,
  cachedWorkflows = fittingCache(getHeapStatistics().heap_size_limit),
}: WorkerSizes = {}): WorkerTuning {
  return {
    maxCachedWorkflows: cachedWorkflows,
    // A start finds the worker of its own process only while one of these is free; the SDK's 40 are taken at 100 starts at once.
    maxConcurrentWorkflowTaskExecutions: workflowTasks,
    // Several for each of the four partitions that a task queue has by default, of which first tasks come from any.
    workflowTaskPollerBehavior: {
      type: 'simple-maximum',
      maximum: Math.max(2, Math.ceil((workflowTasks * 2) / 5)),
    },
    // First tasks of new invites come through the ordinary queue, which the SDK gives a fifth of the polls.
    nonStickyToStickyPollRatio: 0.5,
    maxConcurrentActivityTaskExecutions: activities,
  };
}

/**
 * Each cached workflow holds some 350 kB, so that a worker stays below 600 MB. Where Node's heap is small, what the SDK
 * would take: 600 for each GB above the first 200 MB, and ten at least.
 * @param heapLimit of Node, in bytes
 */
export function fittingCache(heapLimit: number): number {
  const megabytes = heapLimit / 2 ** 20;
  const fitting = Math.floor((Math.max(megabytes - 200, 0) * 600) / 1024);
  return Math.min(Math.max(fitting, 10), defaults.cachedWorkflows);
}
