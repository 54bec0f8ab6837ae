import { z } from 'zod';

/** Options of the SDK's worker that the benchmark varies. */
const TuningSchema = z.object({
  workflowTaskSlots: z.number().optional(),
  workflowTaskPollers: z.number().optional(),
  /** Share of the workflow-task pollers on the ordinary queue. */
  ordinaryPollerShare: z.number().optional(),
  autoscaledPollers: z.boolean().optional(),
  cachedWorkflows: z.number().optional(),
  eagerActivities: z.number().optional(),
});
export type Tuning = z.infer<typeof TuningSchema>;

/** What an invite of ours has and a naive workflow has not, as far as it can be added to one. */
const PromisedSchema = z.enum(['deadline', 'outcome', 'register']);
export type Promised = z.infer<typeof PromisedSchema>;

export const SettingsSchema = z.object({
  product: z.enum(['naive', 'ours']),
  /** Of a naive one. */
  promises: z.array(PromisedSchema),
  address: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  graphBaseUrl: z.string(),
  /** File of the workflow bundle. */
  bundle: z.string(),
  tuning: TuningSchema,
  /** Only with a client in the worker's process. */
  eagerStart: z.boolean(),
});
export type Settings = z.infer<typeof SettingsSchema>;

export const LoadSchema = z.object({
  invites: z.array(z.object({ callId: z.string(), inviteId: z.string(), personId: z.string() })),
  /** How many are under way at any time. */
  concurrency: z.number(),
});
export type Load = z.infer<typeof LoadSchema>;

export const QuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), settings: SettingsSchema }),
  z.object({ kind: z.literal('drive'), load: LoadSchema }),
  z.object({ kind: z.literal('usage') }),
]);

/** What became of a load; times of the shared clock. */
export const DrivenSchema = z.object({
  ms: z.number(),
  invites: z.array(z.object({ inviteId: z.string(), startedAt: z.number(), endedAt: z.number() })),
  /** Why invites did not end as joined, and how many of each reason. */
  failures: z.record(z.string(), z.number()),
});
export type Driven = z.infer<typeof DrivenSchema>;

export const UsageSchema = z.object({ cpuMs: z.number() });
export type Usage = z.infer<typeof UsageSchema>;
