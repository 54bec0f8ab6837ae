import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { workflowSources } from '../../worker/paths.ts';
import { buildCopy } from '../support/built-copy.ts';
import { machineFacts } from '../support/machine.ts';
import { randomOf } from '../support/random.ts';
import type { BenchReport } from '../support/report.ts';
import { measureRound, type RoundFindings } from './measure-round.ts';
import type { CacheSize, WaitingOptions } from './options.ts';
import { openRound } from './round.ts';
import { openSite } from './site.ts';
import { waitingParts } from './waiting-report.ts';
import { workerProcess } from './waiting-worker.ts';

type Log = (line: string) => void;

/** A round for each size of the cache, each with a Temporal server of its own. */
export async function measureWaiting(
  options: WaitingOptions,
  root: string,
  log: Log,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  log(`Load average: ${machine.loadBefore.join(', ')}. Building the worker and its bundle ...`);
  const copy = buildCopy(root, [workerProcess]);
  const folder = temporaryFolder('graph-invite-bench-bundle-');
  try {
    const bundle = await writeBundle(folder.path);
    const rounds: RoundFindings[] = [];
    for (const cache of options.caches) {
      rounds.push(await oneRound({ options, cache, copy, bundle, log }));
    }
    const { invites, caches } = options;
    return {
      benchmark: 'waiting',
      title: 'Waiting benchmark',
      ...{ at, machine },
      settings: { ...options },
      rounds: `one of ${invites} invites for each size of the cache: ${caches.join(', ')}`,
      parts: waitingParts(rounds),
    };
  } finally {
    folder.remove();
    copy.remove();
  }
}

interface RoundPlan {
  readonly options: WaitingOptions;
  readonly cache: CacheSize;
  readonly copy: ReturnType<typeof buildCopy>;
  readonly bundle: string;
  readonly log: Log;
}

async function oneRound({ options, cache, log, ...built }: RoundPlan): Promise<RoundFindings> {
  log(`Cache ${cache}: ${options.invites} invites ...`);
  const { seed } = options;
  const random = randomOf(seed, `waiting ${cache}`);
  const site = await openSite(randomOf(seed, `Graph ${cache}`), log);
  const round = openRound({ ...built, site, cache, random, log });
  try {
    return await measureRound(round, options);
  } finally {
    await round.stopWorkers();
    await site.close();
  }
}

/** Of the sources as they stand: what lies in dist/ may be older. */
async function writeBundle(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    ...workflowSources(),
    logger: new DefaultLogger('WARN'),
  });
  const path = join(folder, 'workflow-bundle.js');
  writeFileSync(path, code);
  return path;
}
