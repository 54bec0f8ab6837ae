import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { guard, unguard } from '../../tools/orphan-guard-client.mjs';

/** A process that is running, and what it has said so far. */
export interface StartedProcess {
  readonly pid: number;
  /** When it was spawned, on the clock of `performance`. */
  readonly begun: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly hasEnded: () => boolean;
  /** The exit code, null of a process that a signal ended; rejects when it could not be spawned. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and SIGKILL to its whole group after a while; resolves when it is gone. */
  stop(): Promise<void>;
}

interface Start {
  /** Of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const stopMs = 60_000;

/** Node in a process group of its own, which also ends when this process dies. */
export function startNode({ args, env, cwd }: Start): StartedProcess {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    ...{ cwd, env, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid = 0 } = child;
  if (pid !== 0) guard('process', pid);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  let ended = false;
  const exited = endOf(child).finally(() => {
    ended = true;
    if (pid !== 0) unguard('process', pid);
  });
  // Whoever awaits it hears of a process that could not be spawned.
  exited.catch(() => undefined);
  return {
    ...{ pid, begun, exited },
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    hasEnded: () => ended,
    stop: async () => {
      if (ended) return;
      const stuck = setTimeout(() => process.kill(-pid, 'SIGKILL'), stopMs);
      child.kill('SIGTERM');
      await exited.finally(() => {
        clearTimeout(stuck);
      });
    },
  };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
}

/** Looks every 5 ms; a process that ends meanwhile, or takes more than a minute, is an error. @returns the first value */
export async function untilSeen<T>(
  started: StartedProcess,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (started.hasEnded() || performance.now() - started.begun > 60_000) {
      throw new Error(`A process did not get ready:\n${started.stderr()}${started.stdout()}`);
    }
    await pause(5);
  }
}
