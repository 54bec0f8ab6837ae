import { z } from 'zod';

/** JSON has no number for what could not be measured. */
const NumberSchema = z.number().nullable();

/** What two reports are compared by. Reports that were written before a member was added have none of it. */
export const ReportSchema = z.object({
  benchmark: z.string(),
  at: z.string(),
  machine: z.object({
    cores: z.number(),
    cpu: z.string(),
    node: z.string(),
    revision: z.string().nullish(),
    loadBefore: z.array(z.number()).optional(),
  }),
  settings: z.record(z.string(), z.unknown()),
  parts: z.array(
    z.object({
      part: z.string(),
      figures: z.array(
        z.object({ what: z.string(), unit: z.string(), values: z.array(NumberSchema) }),
      ),
      verdicts: z.array(
        z.object({
          what: z.string(),
          unit: z.string(),
          bound: z.enum(['atLeast', 'atMost']),
          limit: z.number(),
          value: NumberSchema,
          met: z.boolean(),
          marginPercent: NumberSchema,
        }),
      ),
      wrong: z.array(z.string()).default([]),
    }),
  ),
});

/** A report as it stands in its JSON file. */
export type StoredReport = z.infer<typeof ReportSchema>;
