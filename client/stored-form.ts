import { isObject } from '../contracts/json-values.ts';

/**
 * A request without its null members, which mean the same as absent ones. Nothing is filled in: a default that changed
 * between two releases must not turn a repeated start into a conflict.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member != null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

/** Members of two requests that differ, null and absent being equal and the order of members without meaning. */
export function differingMembers(one: unknown, other: unknown): readonly string[] {
  const [first, second] = [withoutNulls(one), withoutNulls(other)];
  if (!isObject(first) || !isObject(second))
    return canonical(first) === canonical(second) ? [] : ['request'];
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].filter((name) => canonical(first[name]) !== canonical(second[name])).sort();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
