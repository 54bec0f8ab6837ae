/** Does the work for each value, for so many of them at once. Rejects with the first failure, and begins no other then. */
export async function inLanes<T>(
  values: readonly T[],
  atOnce: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const left = values.values();
  let failed = false;
  const lane = async () => {
    for (const value of left) {
      if (failed) return;
      try {
        await work(value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
