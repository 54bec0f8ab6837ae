import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Findings } from './judge.ts';

/**
 * Writes what a run left behind into a folder, which is made: `plan.json`, `struck.json`, `stories.json`, `ledger.jsonl`,
 * `evidence.json` without that and without the output of the processes, which is in a file for each of their runs.
 */
export async function keepEvidence(
  folder: string,
  { plan, struck, stories, evidence }: Findings,
): Promise<void> {
  const { ledger, processes = [], ...rest } = evidence;
  await mkdir(join(folder, 'processes'), { recursive: true });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const runs = processes.map(({ name, stoppedBy, exit }) => ({ name, stoppedBy, exit }));
  await write('plan.json', JSON.stringify(plan, null, 2));
  await write('struck.json', JSON.stringify(struck, null, 2));
  await write('stories.json', JSON.stringify(stories, null, 2));
  await write('ledger.jsonl', ledger.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await write('evidence.json', JSON.stringify({ ...rest, processes: runs }, null, 2));
  for (const [index, { name, output }] of processes.entries()) {
    await write(join('processes', `${String(index + 1).padStart(2, '0')}-${name}.log`), output);
  }
}
