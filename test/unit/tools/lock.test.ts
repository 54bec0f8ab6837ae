import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readOwner, tryLock, withLock } from '../../../tools/lock.mjs';
import { testFolder } from './programs.ts';

function lockFile(): string {
  return join(testFolder(), 'folder-yet-to-be-made', 'some.lock');
}

function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

it('lets one task run at a time and tells the other whom it waits for', async () => {
  const file = lockFile();
  const events: string[] = [];
  const waits: (number | undefined)[] = [];
  const run = (name: string) =>
    withLock({ file, everyMs: 5, onWait: (pid) => waits.push(pid) }, async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      events.push(`${name} ends`);
    });
  await Promise.all([run('one'), run('two'), run('three')]);
  expect(events.map((event) => event.split(' ')[1])).toEqual(
    Array(3).fill(['begins', 'ends']).flat(),
  );
  expect(waits).toEqual([process.pid, process.pid]);
  expect(existsSync(file)).toBe(false);
});

it('frees the lock when the task fails', async () => {
  const file = lockFile();
  const failing = withLock({ file }, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(tryLock(file)).toBeTypeOf('function');
});

it('gives no second lock while the first is held', () => {
  const file = lockFile();
  const release = tryLock(file);
  expect(tryLock(file)).toBeUndefined();
  expect(readOwner(file)?.pid).toBe(process.pid);
  release?.();
  expect(existsSync(file)).toBe(false);
});

it('takes over from a holder whose process is gone', async () => {
  const file = join(testFolder(), 'some.lock');
  writeFileSync(file, JSON.stringify({ pid: deadPid(), host: hostname(), token: 'old' }));
  expect(await withLock({ file }, () => Promise.resolve('ran'))).toBe('ran');
});

it('takes over from a silent holder whose pid means another process by now', () => {
  const file = join(testFolder(), 'some.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), token: 'old' }));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  expect(tryLock(file)).toBeTypeOf('function');
});

it('respects a holder on another host as long as it shows signs of life', () => {
  const file = join(testFolder(), 'some.lock');
  writeFileSync(file, JSON.stringify({ pid: deadPid(), host: 'elsewhere', token: 'old' }));
  expect(tryLock(file)).toBeUndefined();
});

it('lets one of many waiters take over from a dead holder', async () => {
  const file = join(testFolder(), 'some.lock');
  writeFileSync(file, JSON.stringify({ pid: deadPid(), host: hostname(), token: 'old' }));
  let running = 0;
  let most = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock({ file, everyMs: 1 }, task)));
  expect(most).toBe(1);
});
