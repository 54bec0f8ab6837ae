/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again until `probe` gives something other than undefined.
 * @template T
 * @param {() => Promise<T | undefined> | T | undefined} probe it may throw, which ends the wait
 * @param {{ deadlineMs: number, everyMs?: number }} options
 * @returns {Promise<T | undefined>} undefined when the deadline has passed
 */
export async function poll(probe, { deadlineMs, everyMs = 50 }) {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) return undefined;
    await pause(everyMs);
  }
}
