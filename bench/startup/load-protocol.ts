/** What the benchmark and the process that loads workflows say to each other. */
import { z } from 'zod';

export const QuestionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bundle'),
    workflowsPath: z.string(),
    payloadConverterPath: z.string().optional(),
    /** Where to write it; nowhere without. */
    target: z.string().optional(),
  }),
  z.object({
    kind: z.literal('load'),
    codePath: z.string(),
    /** JSON as in test/replay/histories. */
    history: z.string(),
    workflowId: z.string(),
    count: z.number(),
  }),
]);

export const BundledSchema = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  bytes: z.number(),
  /** Of the code alone. */
  bytesWithoutMap: z.number(),
});

export const LoadedSchema = z.object({ cpuMs: z.number(), failures: z.array(z.string()) });
