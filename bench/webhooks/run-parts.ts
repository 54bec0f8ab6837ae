import type { Bench } from './bench.ts';
import { buildCopy } from './built-copy.ts';
import { startCallingService } from './calling-service.ts';
import { machineFacts } from './machine.ts';
import type { BenchOptions, PartName } from './options.ts';
import { flood } from './parts/flood.ts';
import { real } from './parts/real.ts';
import { refusals } from './parts/refusals.ts';
import { slow } from './parts/slow.ts';
import { stub } from './parts/stub.ts';
import type { BenchReport, PartReport } from './report.ts';

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
  const copy = buildCopy(root);
  const service = await startCallingService();
  try {
    const reports: PartReport[] = [];
    for (const name of options.parts) {
      reports.push(await parts[name]({ options, copy, service, log }));
    }
    return { benchmark: 'webhooks', at, machine, settings: options, parts: reports };
  } finally {
    await service.close();
    copy.remove();
  }
}
