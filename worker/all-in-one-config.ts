import { ConfigurationError } from '../runtime/configuration-error.ts';

/**
 * Several readings of one environment, and all their problems at once.
 * @throws ConfigurationError with each problem once
 */
export function readTogether<A, B>(first: () => A, second: () => B): [A, B] {
  const readings = [attempt(first), attempt(second)] as const;
  const problems = readings.flatMap((reading) => ('problems' in reading ? reading.problems : []));
  const [one, other] = readings;
  if ('problems' in one || 'problems' in other)
    throw new ConfigurationError([...new Set(problems)]);
  return [one.value, other.value];
}

function attempt<T>(
  read: () => T,
): { readonly value: T } | { readonly problems: readonly string[] } {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems };
  }
}
