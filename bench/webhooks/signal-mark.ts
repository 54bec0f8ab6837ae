import { z } from 'zod';

const FactSchema = z.object({
  operationId: z.string().optional(),
  participants: z.array(z.object({ participantId: z.string().optional() })).optional(),
  resultInfo: z.object({ subcode: z.number().optional() }).optional(),
});

/** The mark of the notification that led to this signal; undefined for any other signal. */
export function signalMark(fact: unknown): string | undefined {
  const parsed = FactSchema.safeParse(fact);
  if (!parsed.success) return undefined;
  const { operationId, participants, resultInfo } = parsed.data;
  if (operationId !== undefined) return operationId;
  if (participants !== undefined) return participants[0]?.participantId;
  return resultInfo?.subcode === undefined ? undefined : `subcode ${resultInfo.subcode}`;
}
