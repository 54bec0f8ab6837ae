import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chartFiles } from './chart-files.ts';
import { chartSvg } from './chart-svg.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { BenchReport } from './report.ts';

interface Written {
  readonly root: string;
  readonly report: BenchReport;
  /** The report as JSON. */
  readonly json: string;
  readonly log: (line: string) => void;
}

/** Into docs/benchmarks/: Markdown and JSON in the form that the format check of the checkout asks for, and a picture of each chart. */
export async function writeReport({ root, report, json, log }: Written): Promise<void> {
  const folder = join(root, 'docs', 'benchmarks');
  const { benchmark } = report;
  await mkdir(folder, { recursive: true });
  const pictures = chartFiles(report).map(({ name, chart }) => [name, chartSvg(chart)] as const);
  const texts = { md: reportMarkdown(report), json };
  for (const [extension, text] of Object.entries(texts)) {
    const filepath = join(folder, `${benchmark}.${extension}`);
    await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
    log(`Wrote docs/benchmarks/${benchmark}.${extension}`);
  }
  await removePictures(folder, benchmark);
  for (const [name, picture] of pictures) {
    await writeFile(join(folder, name), picture);
    log(`Wrote docs/benchmarks/${name}`);
  }
}

/** A chart may have gone, or its part may not have been run. */
async function removePictures(folder: string, benchmark: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${benchmark}-`) && name.endsWith('.svg')) await rm(join(folder, name));
  }
}
