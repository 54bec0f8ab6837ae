import { findOnPath, isExecutable } from '../temporal/find-on-path.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What helps where no browser was found. */
export const BROWSER_FIX =
  'install Chromium or Google Chrome on PATH (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to its executable';

/**
 * Finds a Chromium to look at the Temporal UI with. What the person named is used or refused,
 * never passed over.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ path: string } | { reason: string }}
 */
export function findBrowser(env) {
  const named = env['CHROMIUM_PATH'];
  if (named) {
    if (isExecutable(named)) return { path: named };
    return { reason: `CHROMIUM_PATH is ${named}, which is no executable file; ${BROWSER_FIX}` };
  }
  const path = NAMES.map((name) => findOnPath(name, env)).find((one) => one !== undefined);
  return path === undefined
    ? { reason: `no browser: none of ${NAMES.join(', ')} is on PATH; ${BROWSER_FIX}` }
    : { path };
}
