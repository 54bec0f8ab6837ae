import type { BuiltCopy } from '../support/built-copy.ts';
import type { Random } from '../support/random.ts';
import type { CacheSize } from './options.ts';
import type { Site } from './site.ts';
import { startWaitingWorker, type WaitingWorker } from './waiting-worker.ts';

/** What every phase of a round needs. */
export interface Round {
  readonly site: Site;
  readonly random: Random;
  readonly cache: CacheSize;
  readonly log: (line: string) => void;
  /** One more worker, which ends with the round. */
  startWorker(): Promise<WaitingWorker>;
}

interface RoundParts extends Omit<Round, 'startWorker'> {
  readonly copy: BuiltCopy;
  readonly bundle: string;
}

export interface OpenRound extends Round {
  stopWorkers(): Promise<void>;
}

export function openRound({ copy, bundle, ...parts }: RoundParts): OpenRound {
  const { site, cache } = parts;
  const workers: WaitingWorker[] = [];
  const settings = {
    ...{ ...site.workerSettings, bundle },
    ...(cache !== 'default' && { maxCachedWorkflows: cache }),
  };
  return {
    ...parts,
    startWorker: async () => {
      const worker = await startWaitingWorker(copy, settings);
      workers.push(worker);
      return worker;
    },
    stopWorkers: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

/** For so many invites, at the slowest that is still worth waiting for; on the clock of `performance.now()`. */
export function deadlineFor(invites: number): number {
  return performance.now() + 60_000 + invites * 200;
}
