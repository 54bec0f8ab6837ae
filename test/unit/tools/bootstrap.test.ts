import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { bootstrap, checkNode } from '../../../tools/bootstrap.mjs';
import { program, testFolder } from './programs.ts';

/**
 * A clone whose `npm` and `tsc` only note that they were called: npm makes a node_modules with that tsc, which makes
 * the script that makes the bundles; the last of them says that the build is complete.
 */
function clone() {
  const root = testFolder();
  const calls = join(root, 'calls');
  write(join(root, 'package.json'), '{"type":"module","engines":{"node":">=20.20"}}');
  write(join(root, 'package-lock.json'), '{"lockfileVersion":3}');
  write(join(root, 'contracts/ids.ts'), 'export {};');
  write(
    join(root, 'fake-tsc'),
    `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
     appendFileSync('calls', 'tsc\\n');
     mkdirSync('dist/worker', { recursive: true });
     writeFileSync('dist/worker/build-workflow-bundle.js',
       "import { writeFileSync } from 'node:fs'; writeFileSync('dist/workflow-bundle-encrypted.js', '');");`,
  );
  const bin = join(root, 'bin');
  program(
    join(bin, 'npm'),
    `echo npm >> calls; mkdir -p node_modules/typescript/bin
     cp fake-tsc node_modules/typescript/bin/tsc
     echo '{"type":"commonjs"}' > node_modules/typescript/package.json`,
  );
  const env = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const run = () => bootstrap({ root, env, log: () => undefined });
  return { root, run, calls: () => readFileSync(calls, 'utf8').trim().split('\n') };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

it('installs and builds a fresh clone, and does neither again', async () => {
  const { root, run, calls } = clone();
  await run();
  expect(existsSync(join(root, 'dist/workflow-bundle-encrypted.js'))).toBe(true);
  await run();
  expect(calls()).toEqual(['npm', 'tsc']);
});

it('installs and builds once for two commands started together', async () => {
  const { run, calls } = clone();
  await Promise.all([run(), run()]);
  expect(calls()).toEqual(['npm', 'tsc']);
});

it('builds again, from an empty dist, when a source has changed', async () => {
  const { root, run, calls } = clone();
  await run();
  write(join(root, 'dist/left-over.js'), '');
  write(join(root, 'contracts/ids.ts'), 'export const changed = true;');
  await run();
  expect(calls()).toEqual(['npm', 'tsc', 'tsc']);
  expect(existsSync(join(root, 'dist/left-over.js'))).toBe(false);
});

it('installs again when the lockfile has changed', async () => {
  const { root, run, calls } = clone();
  await run();
  write(join(root, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
  await run();
  expect(calls()).toEqual(['npm', 'tsc', 'npm', 'tsc']);
});

it('says what to do when npm fails, and tries again the next time', async () => {
  const { root, run, calls } = clone();
  const npm = readFileSync(join(root, 'bin/npm'), 'utf8');
  program(join(root, 'bin/npm'), 'exit 1');
  await expect(run()).rejects.toThrow(/npm ci failed \(exit code 1\)[^]*What you can do/);
  writeFileSync(join(root, 'bin/npm'), npm);
  await run();
  expect(calls()).toEqual(['npm', 'tsc']);
});

it.each(['18.20.8', '20.19.5'])('refuses Node %s', (version) => {
  expect(() => {
    checkNode(version);
  }).toThrow(/Node 20\.20 or newer is needed/);
});

it.each(['20.20.0', '22.3.1', '24.0.0'])('accepts Node %s', (version) => {
  expect(() => {
    checkNode(version);
  }).not.toThrow();
});
