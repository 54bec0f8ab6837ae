import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { UsageError } from './options.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { BenchReport } from './report.ts';

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
 * must never be, 2 for a wrong command line. With `--write` the report goes into docs/benchmarks/, else to stdout.
 */
export async function runBenchmark<Options extends { readonly write: boolean }>(
  benchmark: Benchmark<Options>,
): Promise<never> {
  endWithChildren();
  try {
    const options = benchmark.readOptions(process.argv.slice(2));
    const report = await benchmark.measure(options, root, log);
    if (options.write) await writeReport(report);
    else await print(`${reportMarkdown(report)}\n${jsonOf(report)}\n`);
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

/** In the form that the format check of the checkout asks for. */
async function writeReport(report: BenchReport): Promise<void> {
  const folder = join(root, 'docs', 'benchmarks');
  await mkdir(folder, { recursive: true });
  const texts = { md: reportMarkdown(report), json: jsonOf(report) };
  for (const [extension, text] of Object.entries(texts)) {
    const name = `${report.benchmark}.${extension}`;
    const filepath = join(folder, name);
    await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
    log(`Wrote docs/benchmarks/${name}`);
  }
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
}
