import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

/** Where the figures come from; nothing in it names the machine or a place on it. */
export interface MachineFacts {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGib: number;
  readonly node: string;
  readonly os: string;
  /** Of the last 1, 5 and 15 minutes before the first part. */
  readonly loadBefore: readonly number[];
  /** Of the checkout, with `+` when files other than reports differ from it; null without git. */
  readonly revision: string | null;
}

export async function machineFacts(root: string): Promise<MachineFacts> {
  const cores = cpus();
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    memoryGib: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    node: process.version,
    // Without what a host adds to it.
    os: `${type()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
    revision: await revisionOf(root),
  };
}

async function revisionOf(root: string): Promise<string | null> {
  try {
    const git = async (...args: readonly string[]) =>
      (await promisify(execFile)('git', [...args], { cwd: root })).stdout.trim();
    const commit = await git('rev-parse', '--short=12', 'HEAD');
    return (await git('status', '--porcelain', '--', '.', ':!docs/benchmarks')) === ''
      ? commit
      : `${commit}+`;
  } catch {
    return null;
  }
}
