// npm runs a script through a shell. Whoever stops npm (a supervisor, an IDE, CI) ends npm and that shell,
// and no signal reaches this process: only its parent changes.

const LOOK_EVERY_MS = 1_000;

/** Ends this process as SIGTERM would once the shell that npm started it with is gone. */
export function endWithParent() {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  look.unref();
}
