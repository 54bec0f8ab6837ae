/** From 0 (never) to 1 (always), by the name of what may happen. */
export type Rates<Name extends string> = Readonly<Partial<Record<Name, number | undefined>>>;

/** One of several things that exclude each other. They share one draw, so that their rates add up. */
export function oneOf<Name extends string>(
  names: readonly Name[],
  rates: Rates<Name>,
  drawn: number,
): Name | null {
  let sum = 0;
  for (const name of names) {
    sum += rates[name] ?? 0;
    if (drawn < sum) return name;
  }
  return null;
}

/** One entry of a list that is not empty, each as likely as the others. */
export function drawFrom<Value>(values: readonly [Value, ...Value[]], random: () => number): Value {
  return values[Math.floor(random() * values.length)] ?? values[0];
}
