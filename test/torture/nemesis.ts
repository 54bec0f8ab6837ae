import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../support/stack.ts';
import type { EndedProcess } from '../support/stack-process.ts';
import { dealBlow } from './deal-blow.ts';
import type { Strike } from './strikes.ts';

/** A strike as it was carried out; times in milliseconds since the epoch. */
export interface Struck {
  readonly strike: Strike;
  readonly from: number;
  /** When it was undone, and for a process, when it was ready again. */
  to: number;
  /** Of the worker that was hit. */
  readonly pid: number;
}

export interface Nemesis {
  /** In the order of their beginning. */
  readonly struck: readonly Struck[];
  /** Runs that ended by themselves before they were ready, because what they need was down; they were started again. */
  readonly failedStarts: ReadonlySet<EndedProcess>;
  /** Undoes what is under way, begins nothing new, and resolves when every process runs. */
  stop(): Promise<void>;
}

/** Strikes at the planned times, counted from now; a lane that is late goes on as fast as it can. */
export function startNemesis(stack: Stack, strikes: readonly Strike[]): Nemesis {
  const startedAt = Date.now();
  const stopping = new AbortController();
  const struck: Struck[] = [];
  const failedStarts = new Set<EndedProcess>();
  const starting: Promise<void>[] = [];
  const field = { stack, failedStarts, starting, hits: new Map<string, number>() };
  const lane = async (name: Strike['lane']): Promise<void> => {
    for (const strike of strikes.filter((one) => one.lane === name)) {
      const due = startedAt + strike.atMs - Date.now();
      await sleep(Math.max(due, 0), null, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const entry = { strike, from: Date.now(), to: Infinity, pid: pidOf(stack, strike) };
      struck.push(entry);
      await dealBlow(field, strike);
      entry.to = Date.now();
    }
  };
  const lanes = Promise.all([lane('processes'), lane('links'), lane('keys')]);
  // Without this, a lane that fails would end the whole program before `stop` is called.
  lanes.catch(() => undefined);
  return {
    struck,
    failedStarts,
    stop: async () => {
      stopping.abort();
      await lanes;
      stack.heal();
      await Promise.all(starting);
    },
  };
}

function pidOf(stack: Stack, strike: Strike): number {
  if (strike.lane !== 'processes' || strike.process === 'temporal') return 0;
  return stack.process(strike.process).pid();
}
