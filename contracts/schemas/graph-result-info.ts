import { z } from 'zod';
import type { ResultInfo } from '../types.ts';

/** Numbers come as numbers or as strings (protocol.md, quirk 19). */
const whole = z
  .union([z.int(), z.stringFormat('whole', /^-?\d{1,9}$/).transform(Number)])
  .nullish();

const GraphResultInfoSchema = z
  .object({
    code: whole.catch(undefined),
    subcode: whole.catch(undefined),
    subCode: whole.catch(undefined),
    message: z.string().nullish().catch(undefined),
  })
  .nullish()
  .catch(undefined);

/**
 * Codes of a Graph resultInfo; empty when there are none. Its message names the person and stays here, but the pair in it
 * is read first: the outer one may be generic (protocol.md 8).
 */
export function readResultInfo(value: unknown): ResultInfo {
  const info = GraphResultInfoSchema.parse(value);
  const code = info?.code;
  const subcode = info?.subcode ?? info?.subCode;
  const diagnosticCode = diagnosticPair(info?.message ?? '');
  return {
    ...(code != null && { code }),
    ...(subcode != null && { subcode }),
    ...(diagnosticCode !== undefined && { diagnosticCode }),
  };
}

/** `DiagCode: 412#10073`, `408#10057.@` or `code=580 subcode=5201` somewhere in the text. */
function diagnosticPair(message: string): string | undefined {
  const match =
    /DiagCode:\s*(\d{1,6})#(\d{1,9})/i.exec(message) ??
    /\bcode\s*=\s*(\d{1,6})\D{1,3}sub-?code\s*=\s*(\d{1,9})/i.exec(message) ??
    /(?<![\w+#])(\d{3})#(\d{1,9})/.exec(message);
  return match ? `${match[1]}#${match[2]}` : undefined;
}
