/** Notices that this process was stopped for a while: a suspended machine, a moved container, a SIGSTOP. */
export interface PauseWatch {
  /** Whether a pause ended within the last few seconds, or is only just ending. */
  pausedRecently(): boolean;
  close(): void;
}

export interface PauseClock {
  /** Milliseconds that only ever grow. */
  monotonic(): number;
  /** Milliseconds since the epoch: goes on where the other one sleeps together with the machine. */
  wall(): number;
}

const tickMs = 1_000;
/** A busy process is late by less; a task may wait for a stopped one for 20 s before it is given up (workflows/policies.ts). */
const pauseMs = 5_000;
/** For so long after a pause a task may come that was handed out before or during it. */
const agedTasksMs = 5_000;

/**
 * A task that Temporal handed to a process just before it was stopped is read after the pause, when the server gave it up
 * long ago; neither the task nor a clock that may be wrong tells. Steps of the wall clock count as pauses: that costs a
 * second, a missed pause could cost a second ring.
 */
export function startPauseWatch(clock: PauseClock = ownClock): PauseWatch {
  let last = { monotonic: clock.monotonic(), wall: clock.wall() };
  let pauseEndedAt = Number.NEGATIVE_INFINITY;
  const tick = () => {
    const now = { monotonic: clock.monotonic(), wall: clock.wall() };
    const gapMs = Math.max(now.monotonic - last.monotonic, now.wall - last.wall);
    if (gapMs > pauseMs) pauseEndedAt = now.monotonic;
    last = now;
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();
  return {
    pausedRecently: () => {
      tick();
      return clock.monotonic() - pauseEndedAt < agedTasksMs;
    },
    close: () => {
      clearInterval(timer);
    },
  };
}

const ownClock: PauseClock = { monotonic: () => performance.now(), wall: () => Date.now() };
