import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { committedReport } from './committed-report.ts';
import { takeJsonOption } from './json-option.ts';
import { UsageError } from './options.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { BenchReport } from './report.ts';
import { tellChanges } from './tell-changes.ts';
import { writeReport } from './write-report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Log = (line: string) => void;

interface Benchmark<Options> {
  readonly name: string;
  /** @throws UsageError */
  readonly readOptions: (args: readonly string[]) => Options;
  readonly measure: (options: Options, root: string, log: Log) => Promise<BenchReport>;
}

/**
 * What `npm run bench -- <name>` runs. It ends the process: with 0 when it ran, 1 when it could not or something was wrong that
 * must never be, 2 for a wrong command line. With `--write` the report goes into docs/benchmarks/, else to stdout, and what
 * changed since the committed one to stderr. Every benchmark has `--json FILE` too, for whoever reads and compares the report
 * itself: the JSON goes into that file, and neither stdout nor stderr get anything of it.
 */
export async function runBenchmark<Options extends { readonly write: boolean }>(
  benchmark: Benchmark<Options>,
): Promise<never> {
  endWithChildren();
  try {
    const { jsonFile, rest } = takeJsonOption(process.argv.slice(2));
    const options = benchmark.readOptions(rest);
    const report = await benchmark.measure(options, root, log);
    const json = jsonOf(report);
    const then = await committedReport(root, report.benchmark);
    if (jsonFile === undefined) tellChanges({ then, now: JSON.parse(json) }).forEach(log);
    else await writeFile(jsonFile, json);
    if (options.write) await writeReport({ root, report, json, log });
    else if (jsonFile === undefined) await print(`${reportMarkdown(report)}\n${json}\n`);
    const wrong = report.parts.flatMap((part) => part.wrong);
    for (const sentence of wrong) log(`Wrong: ${sentence}`);
    return process.exit(wrong.length === 0 ? 0 : 1);
  } catch (error) {
    log(described(error, benchmark.name));
    return process.exit(error instanceof UsageError ? 2 : 1);
  }
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
}

/** Two decimals: more would only say how clocks count. */
function jsonOf(report: BenchReport): string {
  return JSON.stringify(
    report,
    (_name, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value),
    2,
  );
}

/** As the tools do: an error that says what to do comes without a stack. */
function described(error: unknown, name: string): string {
  if (error instanceof UsageError) return `${error.message}\nSee npm run bench -- ${name} --help.`;
  if (!(error instanceof Error)) return String(error);
  return 'explained' in error ? error.message : (error.stack ?? error.message);
}

/** What this process has started ends with it: its children notice, Temporal and the folders have a guard. */
function endWithChildren(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(codes[signal]));
  }
  // Where all benchmarks run, one after the other, somebody holds the other end, and may have let go of it before this.
  process.on('disconnect', () => process.exit(codes.SIGTERM));
  if (process.send !== undefined && !process.connected) process.exit(codes.SIGTERM);
}
