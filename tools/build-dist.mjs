import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { explained } from './explained.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { runStep } from './step.mjs';

const SOURCES = [
  ...['contracts', 'workflows', 'activities', 'worker', 'client', 'webhooks', 'simulator'],
  ...['cli', 'runtime', 'tsconfig.json', 'tsconfig.build.json'],
  // The bundle must be made by the very SDK version that loads it.
  ...['package.json', 'package-lock.json'],
];

/** @param {string} root */
export function distIsFresh(root) {
  const complete = existsSync(join(root, 'dist', 'workflow-bundle-encrypted.js'));
  return complete && readStamp(stampFile(root)) === contentHash(root, SOURCES);
}

/** @param {{ root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
export async function buildDist({ root, env, log }) {
  log('Building dist/ ...');
  // Taken before the build: a source edited meanwhile makes the result stale, not fresh.
  const hash = contentHash(root, SOURCES);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await node({ root, env, what: 'tsc', args: [TSC, '-p', 'tsconfig.build.json'] });
  const bundle = ['dist/worker/build-workflow-bundle.js'];
  await node({ root, env, what: 'the workflow bundles', args: bundle });
  writeStamp(stampFile(root), hash);
}

const TSC = 'node_modules/typescript/bin/tsc';

/** @param {string} root */
function stampFile(root) {
  return join(root, 'dist', '.stamp');
}

/** @param {{ root: string, env: NodeJS.ProcessEnv, what: string, args: string[] }} options */
async function node({ root, env, what, args }) {
  const step = { command: process.execPath, args, output: /** @type {const} */ ('stderr') };
  const { code } = await runStep({ ...step, cwd: root, env });
  if (code !== 0) throw explained(`The build failed in ${what} (exit code ${code}), see above.`);
}
