/**
 * Whoever reads our output may stop early, as `graph-invite list | head -1` does: that is no error of ours. Nobody hears
 * what goes to a closed stderr either.
 */
export function endQuietlyOnClosedPipe({
  stdout,
  stderr,
  exit,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') exit(0);
    throw error;
  });
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
