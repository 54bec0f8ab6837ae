import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadThroughSdk } from '../../../tools/temporal/sdk-download.mjs';
import { testFolder } from './programs.ts';

/** Runs the step with another script in the place of the one that loads the SDK. */
function download(script: string, deadlineMs = 20_000) {
  const folder = testFolder();
  const file = join(folder, 'child.mjs');
  writeFileSync(file, script);
  const cache = join(folder, 'cache');
  const target = join(cache, 'temporal');
  const options = { target, version: 'v1.8.2', env: process.env, log: () => undefined };
  return {
    cache,
    target,
    outcome: downloadThroughSdk({ ...options, script: file, deadlineMs }),
  };
}

it('moves the downloaded executable into the cache', async () => {
  const { outcome, cache, target } = download(`
    import { writeFileSync } from 'node:fs';
    writeFileSync(process.argv[2] + '/temporal-v1.8.2', process.argv[3]);`);
  expect(await outcome).toBeUndefined();
  expect(readFileSync(target, 'utf8')).toBe('v1.8.2');
  expect(readdirSync(cache)).toEqual(['temporal']);
});

it('gives the reason of a failure and leaves nothing behind', async () => {
  const { outcome, cache } = download(`console.log('no route'); process.exit(1);`);
  expect(await outcome).toBe('no route');
  expect(readdirSync(cache)).toEqual([]);
});

it('ends a download that hangs, at its deadline', async () => {
  const { outcome, target } = download('setInterval(() => undefined, 1000);', 300);
  expect(await outcome).toBe('not finished after 0.3 s');
  expect(existsSync(target)).toBe(false);
});
