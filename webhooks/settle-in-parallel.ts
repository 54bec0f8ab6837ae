/** Runs every task, at most `limit` at a time, also when some fail; outcomes in the order of the tasks. */
export async function settleInParallel<T>(
  tasks: readonly (() => Promise<T>)[],
  limit: number,
): Promise<PromiseSettledResult<T>[]> {
  const waiting = tasks.entries();
  const settled: PromiseSettledResult<T>[] = [];
  const lane = async () => {
    for (const [index, task] of waiting) {
      [settled[index]] = await Promise.allSettled([task()]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, lane));
  return settled;
}
