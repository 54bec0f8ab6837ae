/** A JSON object on its way to or from the wire. */
export type Body = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON value is an object and no list. */
export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
