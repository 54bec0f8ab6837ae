/** Narrowing of values that came from outside, without a schema library: this code also runs inside workflows. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of 1 to `max` characters. */
export function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= max;
}

/** Absent, `null` or a text: optional members may be written as null. */
export function isOptionalText(value: unknown, max: number): value is string | null | undefined {
  return value == null || isText(value, max);
}
