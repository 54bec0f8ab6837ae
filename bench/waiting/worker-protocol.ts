/** What the benchmark and the process of a worker say to each other. */
import { z } from 'zod';

const SettingsSchema = z.object({
  address: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  graphBaseUrl: z.string(),
  /** Path of the workflow bundle. */
  bundle: z.string(),
  /** Absent: the worker's own default. */
  maxCachedWorkflows: z.number().optional(),
});
export type WorkerSettings = z.infer<typeof SettingsSchema>;

export const QuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), settings: SettingsSchema }),
  z.object({ kind: z.literal('usage') }),
]);

export const StartedSchema = z.object({ pid: z.number() });

export const UsageSchema = z.object({
  rssMb: z.number(),
  /** Since the process began. */
  peakRssMb: z.number(),
  /** Of the main thread alone: workflows live in a thread with a heap of its own, which this Node does not tell of. */
  mainHeapMb: z.number(),
  /** That Node allows each heap. */
  heapLimitMb: z.number(),
  cachedWorkflows: z.number(),
});
export type WorkerUsage = z.infer<typeof UsageSchema>;
