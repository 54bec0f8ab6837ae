import type { Bench } from './bench.ts';
import { buildCopy } from '../support/built-copy.ts';
import { closedLoopProcess } from './closed-loop.ts';
import { serverProcess } from './server-under-load.ts';
import { startCallingService } from './calling-service.ts';
import { machineFacts } from '../support/machine.ts';
import type { BenchOptions, PartName } from './options.ts';
import { flood } from './parts/flood.ts';
import { real } from './parts/real.ts';
import { refusals } from './parts/refusals.ts';
import { slow } from './parts/slow.ts';
import { stub } from './parts/stub.ts';
import type { BenchReport, PartReport } from '../support/report.ts';

const parts: Readonly<Record<PartName, (bench: Bench) => Promise<PartReport>>> = {
  stub,
  refusals,
  flood,
  slow,
  real,
};

/** Runs the chosen parts one after the other, each with a server of its own. */
export async function runParts(
  options: BenchOptions,
  root: string,
  log: (line: string) => void,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  log(`Load average: ${machine.loadBefore.join(', ')}. Building a copy for the processes ...`);
  const copy = buildCopy(root, [serverProcess, closedLoopProcess]);
  const service = await startCallingService();
  try {
    const reports: PartReport[] = [];
    for (const name of options.parts) {
      reports.push(await parts[name]({ options, copy, service, log }));
    }
    const { rounds, seconds } = options;
    return {
      benchmark: 'webhooks',
      title: 'Webhook benchmark',
      at,
      machine,
      settings: { ...options },
      rounds: `${rounds} of ${seconds} s`,
      parts: reports,
    };
  } finally {
    await service.close();
    copy.remove();
  }
}
