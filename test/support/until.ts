/** Polls until `holds` gives a value, with a deadline; tests wait for facts, never for a while. */
export async function until<T>(
  holds: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  deadlineMs = 15_000,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await holds();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
