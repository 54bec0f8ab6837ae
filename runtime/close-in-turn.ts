/**
 * Closes one thing after the other, each once however often it is called, and goes on when one cannot be closed.
 * @param closers read when closing begins
 * @returns a function that rejects with the first error, after all were tried
 */
export function closeInTurn(closers: readonly (() => Promise<void>)[]): () => Promise<void> {
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    const errors: unknown[] = [];
    for (const close of [...closers]) {
      await close().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  };
  return () => (closing ??= closeAll());
}
