import { machineFacts } from '../support/machine.ts';
import type { BenchReport, PartReport } from '../support/report.ts';
import type { PartName, StartupOptions } from './options.ts';
import { imports } from './parts/imports.ts';
import { processes } from './parts/processes.ts';
import { stack } from './parts/stack.ts';
import { workflows } from './parts/workflows.ts';
import type { StartupBench } from './startup-bench.ts';

const parts: Readonly<Record<PartName, (bench: StartupBench) => Promise<PartReport>>> = {
  processes,
  imports,
  workflows,
  stack,
};

/** Runs the chosen parts one after the other; nothing of ours runs beside what is measured. */
export async function runParts(
  options: StartupOptions,
  root: string,
  log: (line: string) => void,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  log(`Load average: ${machine.loadBefore.join(', ')}.`);
  const reports: PartReport[] = [];
  for (const name of options.parts) reports.push(await parts[name]({ options, root, log }));
  return {
    benchmark: 'startup',
    title: 'Start-up',
    at,
    machine,
    settings: { ...options },
    rounds: String(options.rounds),
    parts: reports,
  };
}
