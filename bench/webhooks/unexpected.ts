/** A sentence for each HTTP status that must never come, whatever the load. What broke is no answer. */
export function unexpected(
  what: string,
  outcomes: Readonly<Record<string, number>>,
  allowed: readonly string[],
): string[] {
  return Object.entries(outcomes).flatMap(([outcome, count]) =>
    allowed.includes(outcome) || !/^\d/.test(outcome) ? [] : [`${what}: ${count} got ${outcome}.`],
  );
}
