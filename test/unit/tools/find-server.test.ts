import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findTemporal } from '../../../tools/temporal/find-server.mjs';
import { program, testFolder, versionLine } from './programs.ts';

const version = 'v1.8.2';

/** A machine of its own: folders for PATH and cache, and steps that fetch nothing. */
function machine() {
  const folder = testFolder();
  const bin = join(folder, 'bin');
  const env: NodeJS.ProcessEnv = {
    PATH: `${bin}:/usr/bin:/bin`,
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    LOCALAPPDATA: join(folder, 'cache'),
  };
  const cacheRoot =
    process.platform === 'darwin' ? join(folder, 'home/Library/Caches') : join(folder, 'cache');
  const log: string[] = [];
  const download = vi.fn(() => Promise.resolve<string | undefined>('the network is closed'));
  const build = vi.fn(() => Promise.resolve<string | undefined>('the build is broken'));
  return {
    env,
    log,
    download,
    build,
    onPath: join(bin, 'temporal'),
    cached: join(cacheRoot, 'graph-invite-orchestrator/temporal', version, 'temporal'),
    find: (more: NodeJS.ProcessEnv = {}) =>
      findTemporal({ env: { ...env, ...more }, log: (line) => log.push(line), download, build }),
  };
}

async function listeningAddress(): Promise<string> {
  const server = createServer();
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
    });
  });
}

describe('what the person named', () => {
  it('takes a reachable TEMPORAL_ADDRESS before anything else', async () => {
    const { find, onPath } = machine();
    program(onPath, versionLine('1.31.2'));
    const address = await listeningAddress();
    const found = await find({ TEMPORAL_ADDRESS: address, TEMPORAL_CLI_PATH: onPath });
    expect(found).toEqual({ kind: 'address', address });
  });

  it('fails on an unreachable TEMPORAL_ADDRESS instead of falling through', async () => {
    const { find, onPath } = machine();
    program(onPath, versionLine('1.31.2'));
    await expect(find({ TEMPORAL_ADDRESS: '127.0.0.1:1' })).rejects.toThrow(
      /TEMPORAL_ADDRESS is 127\.0\.0\.1:1, but no server can be reached there/,
    );
  });

  it('takes TEMPORAL_CLI_PATH before PATH', async () => {
    const { find, onPath } = machine();
    program(onPath, versionLine('1.31.2'));
    const own = program(join(testFolder(), 'my-temporal'), versionLine('1.30.0'));
    const found = await find({ TEMPORAL_CLI_PATH: own });
    expect(found).toMatchObject({ cliPath: own, source: 'TEMPORAL_CLI_PATH', server: '1.30.0' });
  });

  it.each([
    ['is absent', undefined, /is no executable file/],
    ['does not run', 'echo broken; exit 3', /does not run: broken/],
    ['is another program', 'echo hello', /names no server version/],
  ])('fails when TEMPORAL_CLI_PATH %s', async (_what, script, message) => {
    const { find, onPath } = machine();
    program(onPath, versionLine('1.31.2'));
    const path = join(testFolder(), 'my-temporal');
    if (script !== undefined) program(path, script);
    await expect(find({ TEMPORAL_CLI_PATH: path })).rejects.toThrow(message);
  });
});

describe('what the machine has', () => {
  it('takes temporal on PATH before the cache', async () => {
    const { find, onPath, cached } = machine();
    program(onPath, versionLine('1.29.1'));
    program(cached, versionLine('1.31.2'));
    expect(await find()).toMatchObject({ cliPath: onPath, server: '1.29.1', ui: '2.50.1' });
  });

  it('passes over a temporal on PATH that is too old, with a note', async () => {
    const { find, onPath, cached, log } = machine();
    program(onPath, versionLine('1.28.4'));
    program(cached, versionLine('1.31.2'));
    expect(await find()).toMatchObject({ cliPath: cached });
    expect(log).toEqual([
      `Not using ${onPath}: its server is 1.28.4, and 1.29 or newer is needed.`,
    ]);
  });

  it('takes the cache without downloading or building', async () => {
    const { find, cached, download, build } = machine();
    program(cached, versionLine('1.31.2'));
    expect(await find()).toMatchObject({ cliPath: cached, source: `the cache, ${cached}` });
    expect(download).not.toHaveBeenCalled();
    expect(build).not.toHaveBeenCalled();
  });
});

describe('what can be fetched', () => {
  it('downloads before it builds', async () => {
    const { find, cached, download, build } = machine();
    download.mockImplementation(() => {
      program(cached, versionLine('1.31.2'));
      return Promise.resolve(undefined);
    });
    expect(await find()).toMatchObject({
      cliPath: cached,
      source: `the SDK's download of ${version}`,
    });
    expect(build).not.toHaveBeenCalled();
  });

  it('goes on to the build when what was downloaded does not run', async () => {
    const { find, cached, download, build } = machine();
    download.mockImplementation(() => {
      program(cached, 'exit 1');
      return Promise.resolve(undefined);
    });
    build.mockImplementation(() => {
      expect(existsSync(cached)).toBe(false);
      program(cached, versionLine('1.31.2'));
      return Promise.resolve(undefined);
    });
    expect(await find()).toMatchObject({ cliPath: cached });
  });

  it('lists every step with its reason at a dead end', async () => {
    const { find, onPath, cached } = machine();
    program(onPath, versionLine('1.20.0'));
    const error: unknown = await find().catch((reason: unknown) => reason);
    const message = error instanceof Error ? error.message : '';
    expect(message.split('\n').filter((line) => /^ {2}\d\./.test(line))).toEqual([
      '  1. TEMPORAL_ADDRESS (a running server): not set',
      '  2. TEMPORAL_CLI_PATH (a Temporal CLI): not set',
      '  3. `temporal` on PATH: its server is 1.20.0, and 1.29 or newer is needed',
      `  4. the cache, ${cached}: nothing there yet`,
      `  5. the SDK's download of ${version}: the network is closed`,
      `  6. a build with Go of ${version} (tools/temporal/go.mod): the build is broken`,
    ]);
    expect(message).toContain('Any one of these helps:');
  });
});

describe('the build with Go', () => {
  /** A `go` that notes each call and "builds" what prints a version line. */
  function fakeGo(bin: string, calls: string) {
    const script = `echo called >> '${calls}'
while [ "$1" != -o ]; do shift; done
sleep 0.3
printf '%s\\n' '#!/bin/sh' "${versionLine('1.31.2')}" > "$2"`;
    program(join(bin, 'go'), script);
  }

  it('runs once for two commands started together, and keeps the result', async () => {
    const { env, cached, download } = machine();
    const calls = join(testFolder(), 'calls');
    fakeGo(dirname(join(env['PATH']?.split(':')[0] ?? '', 'go')), calls);
    const log: string[] = [];
    const find = () => findTemporal({ env, log: (line) => log.push(line), download });
    const found = await Promise.all([find(), find()]);
    expect(found).toMatchObject([{ cliPath: cached }, { cliPath: cached }]);
    expect(readFileSync(calls, 'utf8')).toBe('called\n');
    expect(log.filter((line) => line.includes('is building it; waiting'))).toHaveLength(1);
    expect(log.some((line) => line.includes('about 3-6 minutes, once'))).toBe(true);
  });

  it('names the end of what Go said when it fails', async () => {
    const { env, download } = machine();
    program(join(env['PATH']?.split(':')[0] ?? '', 'go'), 'echo no such module >&2; exit 1');
    await expect(findTemporal({ env, log: () => undefined, download })).rejects.toThrow(
      '`go build` failed: no such module',
    );
  });

  it('replaces a file in the cache that does not run', async () => {
    const { env, cached, download } = machine();
    mkdirSync(dirname(cached), { recursive: true });
    writeFileSync(cached, 'half a download');
    chmodSync(cached, 0o755);
    fakeGo(env['PATH']?.split(':')[0] ?? '', join(testFolder(), 'calls'));
    const found = await findTemporal({ env, log: () => undefined, download });
    expect(found).toMatchObject({ cliPath: cached, server: '1.31.2' });
  });
});
