import { createHash } from 'node:crypto';

/** Where in OpenTelemetry's world a span is: 32 and 16 hexadecimal digits. */
export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * The root span of an invite, the same for whoever knows its id: the first 16 bytes of SHA-256 of its workflow id,
 * `invite/<inviteId>`, are the trace's, the next 8 the span's (ADR 0017).
 */
export function inviteSpan(inviteId: string): SpanRef {
  const digest = createHash('sha256').update(`invite/${inviteId}`).digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}
