import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explained } from './explained.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { runStep } from './step.mjs';

/**
 * True when node_modules was installed by this command from the present lockfile. What a plain
 * `npm install` left may be anything, so it counts as stale once.
 * @param {string} root
 */
export function dependenciesAreInstalled(root) {
  return readStamp(stampFile(root)) === wantedInstall(root);
}

/** @param {{ root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
export async function installDependencies({ root, env, log }) {
  log('Installing the dependencies of package-lock.json (npm ci) ...');
  rmSync(stampFile(root), { force: true });
  const npm = npmCommand(env);
  // Dev dependencies also under NODE_ENV=production: the build and the tests are made of them.
  const args = [...npm.args, 'ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code } = await runStep({ ...npm, args, output: 'stderr', cwd: root, env });
  if (code !== 0) throw explained(installFailed(code));
  writeStamp(stampFile(root), wantedInstall(root));
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.installed-from');
}

/** @param {string} root */
function wantedInstall(root) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify([engines, process.platform, process.arch]))
    .digest('hex');
}

/**
 * The npm that runs this script, when it is one, else the npm on PATH.
 * @param {NodeJS.ProcessEnv} env
 */
export function npmCommand(env) {
  const running = env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js') {
    return { command: process.execPath, args: [running], shell: false };
  }
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/** @param {number} code */
function installFailed(code) {
  if (code === 127) return 'npm was not found. Install Node with npm, or put npm on PATH.';
  return [
    `npm ci failed (exit code ${code}); its own messages are above.`,
    'Tried: the local npm cache first, then the configured registry, versions from package-lock.json.',
    'What you can do:',
    '  - offline or behind a proxy: check `npm config get registry`, `npm config get proxy` and `npm ping`',
    '  - on a machine without network: run the command once with network, or copy its npm cache',
    '    (`npm config get cache`) here',
    '  - package.json and package-lock.json disagree: `npm install`, and commit both',
  ].join('\n');
}
