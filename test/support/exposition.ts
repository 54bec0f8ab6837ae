/** Prometheus' text format, as far as tests look at it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function samplesIn(text: string): readonly Sample[] {
  return [...text.matchAll(/^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/gim)].map(
    ([, name = '', labels = '', value]) => ({
      name,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', one = '']) => [
          key,
          one,
        ]),
      ),
      value: Number(value),
    }),
  );
}

/** Names as they are declared: of a histogram without its suffixes. */
export function metricNamesIn(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}

/** Labels and values that appear twice would be refused by Prometheus. */
export function repeatedSeries(text: string): readonly string[] {
  const seen = new Set<string>();
  return samplesIn(text)
    .map(({ name, labels }) => `${name} ${JSON.stringify(Object.entries(labels).sort())}`)
    .filter((series) => seen.has(series) || !seen.add(series));
}
