import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from '../bootstrap.mjs';
import { explained } from '../explained.mjs';
import { startStack } from '../local-stack.mjs';
import { openBrowser } from '../screenshots/browser.mjs';
import { findBrowser } from '../screenshots/find-browser.mjs';
import { playScenes } from '../screenshots/scenes.mjs';
import { PUBLISHED, takePictures } from '../screenshots/take-pictures.mjs';
import { runStep } from '../step.mjs';
import { findTemporal } from '../temporal/find-server.mjs';

export const screenshotsHelp = `node tools/run.mjs screenshots [--docs]

Starts the local stack, runs the demo's scenarios and further invites until every
outcome exists, and takes pictures of the Temporal UI with a headless Chromium:
the list, running invites, one invite for each outcome, a failure, a register.

  --docs   put those of docs/temporal-ui.md into docs/images too

They go to .cache/screenshots.

Needs chromium, chromium-browser or google-chrome on PATH, or CHROMIUM_PATH.
`;

/**
 * Takes pictures of the Temporal UI. Exit code 0: all of them were taken.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export async function screenshots({ args, root, env, log }) {
  const unknown = args.find((arg) => arg !== '--docs');
  if (unknown !== undefined) throw explained(`screenshots knows --docs, not ${unknown}`);
  const folder = join(root, '.cache', 'screenshots');
  const browser = findBrowser(env);
  if ('reason' in browser) throw explained(browser.reason);
  const { TEMPORAL_ADDRESS: address, ...own } = env;
  if (address) log(`TEMPORAL_ADDRESS is ${address}; pictures are taken of a server of their own.`);
  await bootstrap({ root, env, log });
  const temporal = await findTemporal({ env: own, log });
  const stack = await startStack({ root, temporal, withSimulator: true, env: own, log });
  try {
    const ended = await Promise.race([
      picture({ root, stack, executablePath: browser.path, folder, log }),
      stack.failed,
    ]);
    if (typeof ended === 'string') throw explained(ended);
    log(`${ended.length} pictures in ${folder}`);
    if (args.includes('--docs')) publish(folder, root);
    return 0;
  } finally {
    await stack.stop();
  }
}

/** @param {string} folder of the pictures @param {string} root */
function publish(folder, root) {
  const images = join(root, 'docs', 'images');
  mkdirSync(images, { recursive: true });
  for (const name of PUBLISHED)
    copyFileSync(join(folder, `${name}.png`), join(images, `${name}.png`));
}

/**
 * @param {{ root: string, stack: import('../local-stack.mjs').LocalStack,
 *   executablePath: string, folder: string, log: (line: string) => void }} options
 */
async function picture({ root, stack, executablePath, folder, log }) {
  const { clientEnv, simulatorUrl, notificationUrl, taskQueue, temporal } = stack;
  /** @param {string} path */
  const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { createInviteClient } = await built('client/index.js');
  const { listColumns, listViews, listViewPath } = await built('contracts/list-views.js');
  const demoEnv = {
    ...clientEnv,
    SIMULATOR_URL: simulatorUrl ?? '',
    DEMO_NOTIFICATION_URL: notificationUrl,
  };
  const demo = runStep({
    command: process.execPath,
    args: [join(root, 'dist', 'cli', 'demo', 'main.js')],
    cwd: root,
    env: demoEnv,
    output: 'stderr',
  });
  const { address, namespace } = temporal;
  const invites = createInviteClient({ connection: { address, namespace }, taskQueue });
  try {
    await playScenes({ invites, simulatorUrl: simulatorUrl ?? '', notificationUrl, log });
    await demo;
  } finally {
    await invites.close();
  }
  mkdirSync(folder, { recursive: true });
  const uiUrl = temporal.uiUrl ?? '';
  const { page, close } = await openBrowser({ executablePath, namespace, columns: listColumns });
  try {
    return await takePictures({ page, uiUrl, namespace, folder, listViews, listViewPath });
  } finally {
    await close();
  }
}
