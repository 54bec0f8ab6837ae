import { z } from 'zod';
import type { ResultInfo } from '../types.ts';

/** A number, also as a string (docs/protocol.md, quirk 19). */
const wholeNumber = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,10}$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

const GraphResultInfoSchema = z.object({
  code: wholeNumber,
  subcode: wholeNumber,
  subCode: wholeNumber,
  message: z.string().max(10_000).optional().catch(undefined),
});

/**
 * The codes of Graph's resultInfo, without its message: the message names the person (docs/protocol.md 8). The true
 * pair may stand only there, so it is read out first. Empty when there is nothing to read.
 */
export function readResultInfo(value: unknown): ResultInfo {
  const parsed = GraphResultInfoSchema.safeParse(value);
  if (!parsed.success) return {};
  const { code, subcode, subCode, message } = parsed.data;
  const diagnosticCode = message === undefined ? undefined : diagnosticCodeIn(message);
  const sub = subcode ?? subCode;
  return {
    ...(code !== undefined && { code }),
    ...(sub !== undefined && { subcode: sub }),
    ...(diagnosticCode !== undefined && { diagnosticCode }),
  };
}

const diagCode = /\bDiagCode:\s?(\d{1,6})#(\d{1,10})/gi;
const codePair = /\bcode=(\d{1,6})[\s,;]{1,3}subcode=(\d{1,10})/gi;
/** As in `408#10057.@`; only where neither of the others stands. */
const barePair = /(?<![\w#+])(\d{3})#(\d{1,10})/g;

/** The last pair: Graph appends it to a text that may quote others. */
function diagnosticCodeIn(message: string): string | undefined {
  const marked = pairsIn(message, [diagCode, codePair]);
  const last = (marked.length > 0 ? marked : pairsIn(message, [barePair])).at(-1);
  return last && `${last[1] ?? ''}#${last[2] ?? ''}`;
}

function pairsIn(message: string, patterns: readonly RegExp[]): RegExpMatchArray[] {
  return patterns
    .flatMap((pattern) => [...message.matchAll(pattern)])
    .sort((one, other) => one.index - other.index);
}
