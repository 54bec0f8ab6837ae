import { machineFacts } from '../support/machine.ts';
import type { BenchReport } from '../support/report.ts';
import { measureAll } from './measure-all.ts';
import type { CostsOptions } from './options.ts';
import { invitesReport } from './parts/invites.ts';
import { promisesReport } from './parts/promises.ts';
import { registersReport } from './parts/registers.ts';
import { watchingReport } from './parts/watching.ts';
import { openStage } from './stage.ts';

export async function measureCosts(
  options: CostsOptions,
  root: string,
  log: (line: string) => void,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  log(`Load average: ${machine.loadBefore.join(', ')}. Starting Temporal and two workers ...`);
  const stage = await openStage(options.seed, log);
  try {
    const found = await measureAll(stage, options.rounds, log);
    return {
      benchmark: 'costs',
      title: 'What an invite costs in Temporal',
      at,
      machine,
      settings: { ...options },
      rounds: `${options.rounds} of each situation`,
      parts: [
        invitesReport(found),
        registersReport(found),
        promisesReport(found),
        watchingReport(found),
      ],
    };
  } finally {
    await stage.close();
  }
}
