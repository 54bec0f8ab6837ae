import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { guard, unguard } from '../../tools/orphan-guard-client.mjs';
import { until } from './until.ts';

/** One process of ours from its start to its end; a name that was started again has several. */
export interface EndedProcess {
  /** Such as `worker-1`. */
  readonly name: string;
  /** The signal that was sent last; null when nobody had asked it to end. */
  readonly stoppedBy: 'SIGTERM' | 'SIGKILL' | null;
  /** The exit code, or the signal that ended it. */
  readonly exit: number | string;
  /** Everything it wrote to stdout and stderr, in the order of arrival. */
  readonly output: string;
}

export interface StackProcess {
  readonly name: string;
  /** Base URL of its health and metrics endpoint. */
  readonly adminUrl: string;
  /** Spawns it and waits until it is ready; `env` counts for this start only, beside and before its usual one. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  /** SIGKILL; resolves when it is gone. Of a process that is not running: nothing happens. */
  kill(): Promise<void>;
  /** SIGTERM, also of a paused one; resolves with how it ended, undefined when it was not running. */
  stop(): Promise<number | string | undefined>;
  /** SIGSTOP: no instruction of it runs, its sockets stay open. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  isRunning(): boolean;
  /** Of the present run, or of the last one; histories name a worker by it. 0 before the first start. */
  pid(): number;
  /** Of the present run, or of the last one. */
  output(): string;
}

export interface ProcessSettings {
  readonly name: string;
  /** In `dist/`, such as `worker/main.js`. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly adminUrl: string;
  /** Told of every end, in the order of the ends. */
  readonly onEnd: (ended: EndedProcess) => void;
}

/** Generous: several processes load the SDK and its native part at once on two cores. */
const readyMs = 60_000;
/** Above the worker's own 45 s for closing; then it counts as stuck and is killed. */
const stopMs = 60_000;

/** A process of the product that can be started, killed, stopped and paused again and again under one name. */
export function stackProcess(settings: ProcessSettings): StackProcess {
  const { name, adminUrl } = settings;
  let run: Run | undefined;
  const living = () => (run?.ended === false ? run : undefined);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ending = living();
    if (!ending) return undefined;
    ending.stoppedBy = signal;
    ending.child.kill(signal);
    // A paused process takes no SIGTERM before it runs again.
    if (signal === 'SIGTERM') ending.child.kill('SIGCONT');
    return await ending.exited;
  };
  return {
    name,
    adminUrl,
    start: async (env = {}) => {
      if (living()) throw new Error(`${name} is running already.`);
      run = spawnRun(settings, env);
      await ready(run, `${adminUrl}/readyz`);
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: async () => {
      const stuck = setTimeout(() => void end('SIGKILL'), stopMs);
      return await end('SIGTERM').finally(() => {
        clearTimeout(stuck);
      });
    },
    pause: () => living()?.child.kill('SIGSTOP'),
    resume: () => living()?.child.kill('SIGCONT'),
    isRunning: () => living() !== undefined,
    pid: () => run?.child.pid ?? 0,
    output: () => run?.output ?? '',
  };
}

interface Run {
  readonly name: string;
  readonly child: ChildProcess;
  readonly exited: Promise<number | string>;
  stoppedBy: EndedProcess['stoppedBy'];
  ended: boolean;
  output: string;
}

function spawnRun(settings: ProcessSettings, env: Readonly<Record<string, string>>): Run {
  const { name, entry, onEnd } = settings;
  const child = spawn(process.execPath, [builtFile(entry)], {
    env: { ...settings.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which is what the orphan guard signals when this process dies.
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) guard('process', pid);
  const exited = new Promise<number | string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const run: Run = { name, child, exited, stoppedBy: null, ended: false, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      run.output += text;
    });
  }
  void exited.then((exit) => {
    run.ended = true;
    if (pid !== undefined) unguard('process', pid);
    onEnd({ name, stoppedBy: run.stoppedBy, exit, output: run.output });
  });
  return run;
}

/** Waits for a 200; a process that ends meanwhile is an error that shows what it said. */
async function ready(run: Run, url: string): Promise<void> {
  const isReady = async () => {
    if (run.ended) throw new Error(`${run.name} did not become ready:\n${run.output}`);
    return await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  };
  await until(isReady, `${url} answers`, readyMs);
}

function builtFile(entry: string): string {
  const file = fileURLToPath(new URL(`../../dist/${entry}`, import.meta.url));
  if (existsSync(file)) return file;
  throw new Error(`dist/${entry} is not built: run the tests with npm test.`);
}
