export interface Progress {
  /** One more is done. */
  step(): void;
  /** Says how it ended; says nothing more. */
  end(): void;
}

const everyMs = 5_000;

/** Says every 5 s how far something is that takes long, and how fast it has been since the last line. */
export function showProgress(log: (line: string) => void, what: string, total: number): Progress {
  const begun = performance.now();
  let done = 0;
  let told = { done: 0, at: begun };
  const timer = setInterval(() => {
    const now = performance.now();
    log(`  ${what}: ${done} of ${total}, ${rate(done - told.done, now - told.at)}`);
    told = { done, at: now };
  }, everyMs);
  timer.unref();
  return {
    step: () => {
      done += 1;
    },
    end: () => {
      clearInterval(timer);
      const ms = performance.now() - begun;
      log(`  ${what}: ${done} of ${total} in ${(ms / 1000).toFixed(1)} s, ${rate(done, ms)}`);
    },
  };
}

function rate(count: number, ms: number): string {
  return `${ms === 0 ? 0 : Math.round((count / ms) * 1000)}/s`;
}
