/** One of the product's own processes, as `npm run build` made it, with the environment a test gives it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

export interface ProcessUnderTest {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | string>;
}

/** @param stdout a file descriptor in the place of what `output` collects from */
export function startProcess(
  entry: string,
  env: Record<string, string>,
  stdout: number | 'pipe' = 'pipe',
): ProcessUnderTest {
  const file = fileURLToPath(new URL(`../../dist/${entry}`, import.meta.url));
  if (!existsSync(file))
    throw new Error(`dist/${entry} is not built: run the tests with npm test.`);
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    child,
    output: () => output,
    exited,
    stop: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

/** Waits until a process answers 200 on this URL; a process that ends meanwhile is shown with its output. */
export async function ready({ child, output }: ProcessUnderTest, url: string): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${output()}`);
    return await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
  }, `${url} answers`);
}

export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return String(address.port);
}
