/** Every timer of a simulator, so that none is left over when it closes. */
export type Timers = {
  /** Runs something after some milliseconds; the answer takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Resolves after some milliseconds, or at once with `closed` when the simulator closes. */
  readonly sleep: (ms: number) => Promise<'elapsed' | 'closed'>;
  readonly isClosed: () => boolean;
  readonly close: () => void;
};

/** Creates an empty register of timers. */
export function createTimers(): Timers {
  const pending = new Map<NodeJS.Timeout, () => void>();
  let closed = false;

  const start = (ms: number, elapsed: () => void, onClose: () => void): (() => void) => {
    const timer = setTimeout(() => {
      pending.delete(timer);
      elapsed();
    }, ms);
    pending.set(timer, onClose);
    return () => {
      clearTimeout(timer);
      pending.delete(timer);
    };
  };

  return {
    after: (ms, run) => (closed ? nothing : start(ms, run, nothing)),
    sleep: (ms) =>
      new Promise((resolve) => {
        if (closed) {
          resolve('closed');
          return;
        }
        start(
          ms,
          () => {
            resolve('elapsed');
          },
          () => {
            resolve('closed');
          },
        );
      }),
    isClosed: () => closed,
    close: () => {
      closed = true;
      for (const [timer, onClose] of pending) {
        clearTimeout(timer);
        onClose();
      }
      pending.clear();
    },
  };
}

function nothing(): void {
  // A closed simulator starts nothing new.
}
