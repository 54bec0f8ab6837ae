/** `npm run bench -- webhooks`: tools/commands/bench.mjs has installed everything. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readOptions, UsageError } from './options.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { BenchReport } from './report.ts';
import { runParts } from './run-parts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const report = await runParts(options, root, log);
  if (options.write) await writeReport(report);
  else process.stdout.write(`${reportMarkdown(report)}\n${jsonOf(report)}\n`);
  const wrong = report.parts.flatMap((part) => part.wrong);
  for (const sentence of wrong) log(`Wrong answer: ${sentence}`);
  return wrong.length === 0 ? 0 : 1;
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
    const filepath = join(folder, `webhooks.${extension}`);
    await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
    log(`Wrote docs/benchmarks/webhooks.${extension}`);
  }
}

/** As the tools do: an error that says what to do comes without a stack. */
function described(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nSee npm run bench -- webhooks --help.`;
  if (!(error instanceof Error)) return String(error);
  return 'explained' in error ? error.message : (error.stack ?? error.message);
}

// What this process has started ends with it: its children notice, Temporal and the folders have a guard.
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(codes[signal]));
}

try {
  const code = await main();
  process.stdout.write('', () => process.exit(code));
} catch (error) {
  log(described(error));
  process.exit(error instanceof UsageError ? 2 : 1);
}
