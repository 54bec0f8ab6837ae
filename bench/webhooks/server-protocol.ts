/** What the benchmark and the process of its webhooks server say to each other. */
import { z } from 'zod';

const BehindSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stub'), delayMs: z.number() }),
  z.object({ kind: z.literal('temporal'), address: z.string(), namespace: z.string() }),
]);
/** What stands in Temporal's place: every call to it answers after so long, or a real one. */
export type Behind = z.infer<typeof BehindSchema>;

const SettingsSchema = z.object({
  audience: z.string(),
  issuer: z.string(),
  keySetUrl: z.string(),
  behind: BehindSchema,
});
export type ServerSettings = z.infer<typeof SettingsSchema>;

/** What the server's process is asked. */
export const QuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), settings: SettingsSchema }),
  z.object({ kind: z.literal('usage') }),
]);

export const UsageSchema = z.object({
  /** Since the process began. */
  cpuMs: z.number(),
  peakRssMb: z.number(),
  answers: z.record(z.string(), z.number()),
});
export type ServerUsage = z.infer<typeof UsageSchema>;
