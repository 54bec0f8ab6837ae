import type { WorkerOptions } from '@temporalio/worker';

/** How much a worker does at a time. Further options are for tests and benchmarks. */
export type WorkerTuning = Pick<
  WorkerOptions,
  | 'identity'
  | 'maxCachedWorkflows'
  | 'maxConcurrentWorkflowTaskExecutions'
  | 'maxConcurrentWorkflowTaskPolls'
  | 'nonStickyToStickyPollRatio'
  | 'maxConcurrentActivityTaskExecutions'
  | 'maxConcurrentActivityTaskPolls'
  | 'workflowTaskPollerBehavior'
  | 'activityTaskPollerBehavior'
  | 'maxEagerActivityReservationsPerWorkflowTask'
>;

/** For a machine of two cores; figures in docs/benchmarks/engine.md and waiting.md, the way up in docs/performance.md. */
export const defaultTuning = {
  // Each holds some 350 kB, so that the worker stays below 600 MB. The SDK's own default follows the heap limit of Node,
  // which says nothing of the memory that the isolate takes.
  maxCachedWorkflows: 500,
  // A start finds a worker of its own process only while one of these is free; the SDK's 40 are taken at 100 starts at once.
  maxConcurrentWorkflowTaskExecutions: 100,
  maxConcurrentWorkflowTaskPolls: 20,
  // First tasks of new invites come through the ordinary queue, which the SDK gives a fifth of the polls.
  nonStickyToStickyPollRatio: 0.5,
  maxConcurrentActivityTaskExecutions: 100,
} as const satisfies WorkerTuning;
