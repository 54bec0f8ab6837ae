import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder = '';

/** A process can be watched only from outside, and Node 20 runs no TypeScript: so the room is transpiled for it. */
beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache', 'run-main-'));
  for (const name of await readdir(join(root, 'runtime'))) {
    if (!name.endsWith('.ts')) continue;
    const { outputText } = ts.transpileModule(await readFile(join(root, 'runtime', name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
      },
    });
    await writeFile(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a main whose `start` has this body; `act` may do something once it has printed `started`. */
async function runMain(
  start: string,
  { args = [], act }: { args?: string[]; act?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  const file = join(folder, `main-${Math.random().toString(36).slice(2)}.js`);
  await writeFile(
    file,
    `import { runMain } from './run-main.js';
     import { ConfigurationError } from './configuration-error.js';
     const started = () => { setInterval(() => {}, 1000); console.log('started'); };
     runMain({ name: 'thing', help: 'Thing: what it does.', closeTimeoutMs: 2000, start: async () => {${start}} });`,
  );
  const child = spawn(process.execPath, [file, ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
    if (out.includes('started')) act?.(child);
    act = out.includes('started') ? undefined : act;
  });
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}

describe('runMain', () => {
  it('answers --help and --version without starting', async () => {
    const start = `started();`;
    expect(await runMain(start, { args: ['--help'] })).toEqual({
      status: 0,
      out: 'Thing: what it does.\n',
      err: '',
    });
    expect((await runMain(start, { args: ['--version'] })).out).toMatch(/^thing /);
    expect((await runMain(start, { args: ['--nope'] })).status).toBe(2);
  });

  it('shows a configuration error as plain text, with status 1', async () => {
    const ended = await runMain(`throw new ConfigurationError(['A is required', 'B is wrong']);`);
    expect(ended).toEqual({
      status: 1,
      out: '',
      err: 'The configuration is not usable:\n  - A is required\n  - B is wrong\n',
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('closes on %s and ends with status 0', async (signal) => {
    const start = `started(); return { close: async () => { console.log('closed'); } };`;
    const ended = await runMain(start, { act: (child) => child.kill(signal) });
    expect(ended).toMatchObject({ status: 0, out: 'started\nclosed\n' });
  });

  it('ends at once on a second signal', async () => {
    const start = `started(); return { close: () => { console.log('closing'); return new Promise(() => {}); } };`;
    const ended = await runMain(start, {
      act: (child) => {
        child.kill('SIGTERM');
        child.stdout?.once('data', () => child.kill('SIGTERM'));
      },
    });
    expect(ended.status).toBe(1);
  });

  it('ends with status 1 when closing takes too long', async () => {
    const start = `started(); return { close: () => new Promise(() => {}) };`;
    const ended = await runMain(start, { act: (child) => child.kill('SIGTERM') });
    expect(ended.status).toBe(1);
  });

  it('logs an unhandled rejection, closes and ends with status 1', async () => {
    const start = `started(); setTimeout(() => Promise.reject(new Error('oops')), 50);
                   return { close: async () => { console.log('closed'); } };`;
    const ended = await runMain(start);
    expect(ended.status).toBe(1);
    expect(ended.out).toContain('"message":"oops"');
    expect(ended.out).toContain('closed');
  });

  it('ends with status 1 when the work stops by itself', async () => {
    const start = `started(); return { stopped: Promise.resolve(), close: async () => { console.log('closed'); } };`;
    const ended = await runMain(start);
    expect(ended).toMatchObject({ status: 1, out: expect.stringContaining('closed') as string });
  });
});
