/** `npm run torture`: tools/commands/torture.mjs has built everything and found a Temporal CLI. */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Stack } from '../support/stack.ts';
import { copyBroken } from './broken-copy.ts';
import { brokenNames, brokenProducts } from './broken-products.ts';
import { judge } from './judge.ts';
import { keepEvidence } from './keep-evidence.ts';
import { readOptions, UsageError, type TortureOptions } from './options.ts';
import { faultNames, planTorture } from './plan-torture.ts';
import { reportText } from './report-text.ts';
import { reportOf, type TortureReport } from './report.ts';
import type * as runner from './run-torture.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), brokenNames);
  if (options.list !== undefined) {
    process.stdout.write(`${namesOf(options.list)}\n`);
    return 0;
  }
  const report = await torture(options);
  const text = options.json ? JSON.stringify(report, null, 2) : reportText(report);
  process.stdout.write(`${text}\n`);
  return report.held ? 0 : 1;
}

function namesOf(list: 'faults' | 'broken'): string {
  if (list === 'faults') return faultNames.join('\n');
  const row = ({ name, invariant, does }: (typeof brokenProducts)[number]) =>
    `${name.padEnd(20)} ${invariant}  ${does}`;
  return brokenProducts.map(row).join('\n');
}

async function torture(options: TortureOptions): Promise<TortureReport> {
  const { seed, broken = null } = options;
  const plan = planTorture(options);
  const copy = broken === null ? undefined : await copyBroken(checkout, broken);
  const run = await runnerIn(copy?.root ?? checkout);
  try {
    log(`Seed ${seed}: ${repeatOf(options)}`);
    const findings = await run({ plan, log, onStack: endOnInterrupt });
    const folder = join(checkout, '.cache', 'torture', `seed-${seed}-${timeStamp()}`);
    // Before it is judged: also a fault of the checker is to leave something to look at.
    await keepEvidence(folder, findings);
    const violations = judge(findings);
    const isKept = options.keep || violations.length > 0;
    if (!isKept) await rm(folder, { recursive: true });
    const kept = isKept ? relative(process.cwd(), folder) : null;
    return reportOf(findings, violations, { broken, kept, repeat: repeatOf(options) });
  } finally {
    await copy?.remove();
  }
}

/** From the copy, so that everything it starts is the copy's too. */
async function runnerIn(root: string) {
  const file = pathToFileURL(join(root, 'test', 'torture', 'run-torture.ts'));
  const { runTorture } = (await import(file.href)) as typeof runner;
  return runTorture;
}

/** Ctrl-C: nobody wants to wait until every process has finished in peace. */
function endOnInterrupt(stack: Stack): void {
  let closing = false;
  const end = () => {
    if (closing) return;
    closing = true;
    log('Stopping ...');
    // Callers that still ask a closed connection are no news.
    process.on('uncaughtException', () => undefined);
    const processes = [...stack.workers, ...stack.webhooks];
    void Promise.all(processes.map((one) => one.kill()))
      .then(() => stack.close())
      .finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function repeatOf(options: TortureOptions): string {
  const { seed, invites, faults, kills, lengthMs, broken } = options;
  const parts = [
    `npm run torture -- --seed ${seed} --invites ${invites}`,
    ...(faults === undefined ? [] : [`--faults ${faults.join(',') || 'none'}`]),
    ...(kills === undefined ? [] : [`--kills ${kills}`]),
    ...(lengthMs === undefined ? [] : [`--minutes ${lengthMs / 60_000}`]),
    ...(broken === undefined ? [] : [`--broken ${broken}`]),
  ];
  return parts.join(' ');
}

function timeStamp(): string {
  return new Date().toISOString().replaceAll(/[:.]/g, '-');
}

try {
  const code = await main();
  process.stdout.write('', () => process.exit(code));
} catch (error) {
  log(
    error instanceof UsageError
      ? `${error.message}\nSee npm run torture -- --help.`
      : String(error instanceof Error ? error.stack : error),
  );
  process.exit(error instanceof UsageError ? 2 : 1);
}
