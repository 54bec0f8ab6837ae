import { bareEnvironment } from './bare-environment.ts';
import { startNode } from './started-process.ts';
import type { StartCost } from './used.ts';

interface Command {
  /** Of Node. */
  readonly args: readonly string[];
  readonly root: string;
  readonly home: string;
}

/** Says at its end what the process has used; it needs nothing that a command would load. */
const tell = `import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(2, '\\nused ' + (user + system) / 1000 + ' ' + process.memoryUsage.rss() / 2 ** 20 + '\\n');
});`;
const preload = `data:text/javascript,${encodeURIComponent(tell)}`;

/** A command that runs to its end: once for the time, and once more for what it uses. @throws when it fails */
export async function commandCost(command: Command): Promise<StartCost> {
  const { readyMs } = await run(command, []);
  const { stderr } = await run(command, ['--import', preload]);
  const [, cpuMs, rssMb] = /^used (\S+) (\S+)$/m.exec(stderr) ?? [];
  return { readyMs, cpuMs: Number(cpuMs), rssMb: Number(rssMb) };
}

async function run({ args, root, home }: Command, nodeOptions: readonly string[]) {
  const env = bareEnvironment(home);
  const started = startNode({ args: [...nodeOptions, ...args], env, cwd: root });
  const code = await started.exited;
  const readyMs = performance.now() - started.begun;
  if (code !== 0)
    throw new Error(`A command ended with ${code ?? 'a signal'}:\n${started.stderr()}`);
  return { readyMs, stderr: started.stderr() };
}
