/**
 * Milliseconds that a Retry-After header asks for: whole or fractional seconds, or an HTTP date (docs/protocol.md 6).
 * Undefined when it is absent, zero, negative or nonsense, so that the caller's own back-off counts.
 * @param now milliseconds since the epoch: of Graph's Date header when it sent one, so that our clock does not matter
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) * 1000 : dateAfter(text, now);
  return ms > 0 ? Math.ceil(ms) : undefined;
}

/** Only the forms of RFC 9110, which begin with a weekday: Date.parse takes much else for a date. */
function dateAfter(text: string, now: number): number {
  return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) - now : NaN;
}
