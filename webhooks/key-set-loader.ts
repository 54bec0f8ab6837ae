/** Milliseconds, all after docs/reliability.md 3. */
const cooldownMs = 30_000;
const maxCooldownMs = 5 * 60_000;
const reloadMs = 3_600_000;
const maxAgeMs = 24 * 3_600_000;

export interface KeySetLoader {
  /** One load at a time; resolves at its end, never rejects. */
  load(): Promise<void>;
  /** Whether a load is under way or may start. */
  mayLoad(): boolean;
  /** Whether a good set is held that is not too old. */
  isLoaded(): boolean;
  /** Whether the last load went well, so that a key it did not bring is known not to exist. */
  isSettled(): boolean;
  retryAfterSeconds(): number;
  close(): void;
}

interface LoaderOptions {
  /** Rejects when there is no good set to be had; then the last good one stays in use. */
  readonly load: () => Promise<void>;
  readonly onLoad: (result: 'loaded' | 'failed', reason?: unknown) => void;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

interface State {
  loadedAt?: number;
  failures: number;
  nextLoadAt: number;
  loading?: Promise<void>;
  timer?: NodeJS.Timeout;
  closed: boolean;
}

/** When keys are loaded: hourly by a timer, for an unknown key id at most every 30 s, less often while loads fail. */
export function createKeySetLoader({ load, onLoad, now }: LoaderOptions): KeySetLoader {
  const state: State = { failures: 0, nextLoadAt: now(), closed: false };

  const loadOnce = async () => {
    try {
      await load();
      Object.assign(state, { loadedAt: now(), failures: 0, nextLoadAt: now() + cooldownMs });
      onLoad('loaded');
    } catch (error) {
      state.failures += 1;
      state.nextLoadAt = now() + cooldownAfterFailure(state);
      if (!state.closed) onLoad('failed', error);
    }
    delete state.loading;
    schedule();
  };

  const loadAgain = () => (state.loading ??= loadOnce());

  const schedule = () => {
    clearTimeout(state.timer);
    if (state.closed) return;
    const delayMs = state.failures === 0 ? jittered(reloadMs) : cooldownAfterFailure(state);
    state.timer = setTimeout(() => void loadAgain(), delayMs);
    // An hour's timer must not keep a process alive that has nothing else to do.
    state.timer.unref();
  };

  const isLoaded = () => state.loadedAt !== undefined && now() - state.loadedAt <= maxAgeMs;

  return {
    load: loadAgain,
    mayLoad: () => !state.closed && (state.loading !== undefined || now() >= state.nextLoadAt),
    isLoaded,
    isSettled: () => state.loading === undefined && state.failures === 0 && isLoaded(),
    retryAfterSeconds: () => Math.max(1, Math.ceil((state.nextLoadAt - now()) / 1000)),
    close: () => {
      state.closed = true;
      clearTimeout(state.timer);
    },
  };
}

/** 30 s, doubling to 5 min; it stays 30 s while no set was ever loaded, as nothing can be verified until then. */
function cooldownAfterFailure({ failures, loadedAt }: State): number {
  if (loadedAt === undefined) return cooldownMs;
  return Math.min(cooldownMs * 2 ** Math.min(failures - 1, 10), maxCooldownMs);
}

/** Replicas that were started together must not ask together. */
function jittered(durationMs: number): number {
  return durationMs * (0.9 + 0.2 * Math.random());
}
