import { join } from 'node:path';
import { buildDist, distIsFresh } from './build-dist.mjs';
import { explained } from './explained.mjs';
import { dependenciesAreInstalled, installDependencies } from './install-dependencies.mjs';
import { withLock } from './lock.mjs';

const NEEDED_NODE = [20, 20];

/**
 * Brings a clone to the state in which every command works: Node checked, dependencies installed
 * from the lockfile, dist/ built from the present sources. Uses nothing but Node's built-ins.
 * @param {{ root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 */
export async function bootstrap({ root, env, log }) {
  checkNode(process.versions.node);
  if (isReady(root)) return;
  const file = join(root, '.cache', 'bootstrap.lock');
  const onWait = (pid) => log(`Another command (pid ${pid ?? '?'}) is setting up; waiting for it.`);
  await withLock({ file, onWait }, async () => {
    if (!dependenciesAreInstalled(root)) await installDependencies({ root, env, log });
    if (!distIsFresh(root)) await buildDist({ root, env, log });
  });
}

/** @param {string} root */
function isReady(root) {
  return dependenciesAreInstalled(root) && distIsFresh(root);
}

/** @param {string} version such as 20.20.2 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_NODE;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw explained(
    `Node ${NEEDED_NODE.join('.')} or newer is needed; this is Node ${version} (${process.execPath}). ` +
      'Install a newer one, for example `nvm install` in this folder (.nvmrc).',
  );
}
