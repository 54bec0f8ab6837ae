/**
 * Runs `work` with a signal that aborts when `outer` does or when the time is over. Not `AbortSignal.timeout` inside
 * `AbortSignal.any`: Node 20.20 holds that timer weakly, and a garbage collection takes the time limit away (measured).
 */
export async function withTimeLimit<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeUp = new AbortController();
  const timer = setTimeout(() => {
    timeUp.abort();
  }, ms);
  try {
    return await work(AbortSignal.any([outer, timeUp.signal]));
  } finally {
    clearTimeout(timer);
  }
}
