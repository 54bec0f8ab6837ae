import { join } from 'node:path';
import { startProcess } from './background-process.mjs';
import { freePorts } from './free-ports.mjs';
import {
  codecServerHint,
  codecServerPart,
  provideKeysFile,
  withKeysFile,
} from './local-stack-encryption.mjs';
import { provideTemporal } from './local-stack-temporal.mjs';
import {
  realGraphSettings,
  simulatedGraphSettings,
  withoutForeignSettings,
} from './local-stack-settings.mjs';
import { createWatch } from './process-watch.mjs';
import { atShutdown } from './shutdown.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * @typedef {object} StackOptions
 * @property {string} root the folder that holds dist/
 * @property {import('./temporal/find-server.mjs').FoundTemporal} temporal
 * @property {boolean} withSimulator false: the environment describes real Graph
 * @property {boolean} [encrypted] encrypts payloads, also when the environment names no keys
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} log
 * @property {string} [dbFile] keeps the dev server's state; in a temporary folder without
 *
 * @typedef {object} LocalStack
 * @property {{ address: string, namespace: string, uiUrl: string | null }} temporal
 * @property {string | null} simulatorUrl
 * @property {string} notificationUrl
 * @property {import('./local-stack-encryption.mjs').StackCodecServer | null} codecServer when
 *   payloads are encrypted
 * @property {string} taskQueue
 * @property {string} logFolder
 * @property {NodeJS.ProcessEnv} clientEnv for a client of this stack: where Temporal is, and the keys
 * @property {Promise<string>} failed which process ended by itself, with the tail of its log
 * @property {() => Promise<void>} stop
 */

// A worker finishes its running POST, webhooks their signal calls.
const GRACE_MS = { simulator: 30_000, worker: 45_000, webhooks: 30_000, 'codec-server': 10_000 };

/**
 * Starts Temporal (unless one runs already), the simulator, the worker and the webhooks, with
 * encryption a codec server too, and waits until each is ready. When one of them fails, all are
 * stopped again.
 * @param {StackOptions} options
 * @returns {Promise<LocalStack>}
 */
export async function startStack(options) {
  const folder = temporaryFolder('graph-invite-stack-');
  /** @type {(() => Promise<void>)[]} */
  const endings = [async () => folder.remove()];
  const stop = once(async () => {
    forget();
    for (const ending of endings.reverse()) await ending();
  });
  const forget = atShutdown(stop);
  try {
    return { ...(await startParts(options, folder.path, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {StackOptions} options
 * @param {string} folder
 * @param {(() => Promise<void>)[]} endings
 * @returns {Promise<Omit<LocalStack, 'stop'>>}
 */
async function startParts(options, folder, endings) {
  const { root, withSimulator, log, dbFile = join(folder, 'temporal.db') } = options;
  const keysFile = await provideKeysFile({ encrypted: false, ...options, folder });
  const own = withSimulator ? withoutForeignSettings(options.env) : options.env;
  const env = withKeysFile(own, keysFile);
  // Before Temporal, whose UI is told of it.
  const [codecPort = 0] = keysFile === undefined ? [] : await freePorts(1);
  const uiCodecEndpoint = keysFile === undefined ? undefined : local(codecPort);
  const temporal = await provideTemporal({ ...options, env, folder, dbFile, uiCodecEndpoint });
  const { server, address, namespace, uiUrl, taskQueue } = temporal;
  const watch = createWatch();
  if (server !== undefined) {
    endings.push(() => watch.expected(server.stop));
    watch.over({ ...server, name: 'Temporal dev server' });
  }
  log(`Temporal at ${address}, namespace ${namespace}${uiUrl === null ? '' : `, UI ${uiUrl}`}`);

  const ports = await choosePorts();
  const ledgerFile = join(folder, 'ledger.jsonl');
  const settings = withSimulator
    ? simulatedGraphSettings({ ports, ledgerFile })
    : realGraphSettings(ports);
  const startPart = partStarter({ ...options, folder, endings, env: temporal.env, watch });
  /** @param {'simulator' | 'worker' | 'webhooks'} name @param {string} readyUrl */
  const start = (name, readyUrl) => {
    const args = [join(root, 'dist', name, 'main.js')];
    return startPart(name, { args, env: settings[name], readyUrl });
  };
  const codecServer =
    uiCodecEndpoint === undefined
      ? null
      : { url: uiCodecEndpoint, inUi: server?.uiHasCodec === true };
  if (codecServer !== null) {
    const how = codecServerPart({ root, port: codecPort, uiUrl });
    const codecServerReady = await startPart('codec-server', how);
    await codecServerReady();
    log(`Payloads are encrypted with the keys of ${keysFile}`);
    log(`Codec server at ${codecServer.url}: ${codecServerHint(codecServer, uiUrl)}`);
  }
  const simulatorUrl = withSimulator ? local(ports.simulator) : null;
  if (simulatorUrl !== null) await (await start('simulator', `${simulatorUrl}/healthz`))();
  const workerReady = await start('worker', `${local(ports.workerAdmin)}/readyz`);
  const webhooksReady = await start('webhooks', `${local(ports.webhooksAdmin)}/readyz`);
  await Promise.all([workerReady(), webhooksReady()]);
  return {
    temporal: { address, namespace, uiUrl },
    simulatorUrl,
    notificationUrl: withSimulator
      ? `${local(ports.webhooks)}/notifications`
      : publicNotificationUrl(env),
    codecServer,
    taskQueue,
    logFolder: folder,
    clientEnv: temporal.env,
    failed: watch.failed,
  };
}

/**
 * Starts processes of one stack; each gives a function that waits until it is ready.
 * @param {{ root: string, folder: string, endings: (() => Promise<void>)[],
 *   env: NodeJS.ProcessEnv, watch: ReturnType<typeof createWatch>,
 *   log: (line: string) => void }} options
 * @returns {(name: keyof typeof GRACE_MS, how: { args: string[], env: Record<string, string>,
 *   readyUrl: string }) => Promise<() => Promise<void>>}
 */
function partStarter({ root, folder, endings, env, watch, log }) {
  return async (name, { args, env: own, readyUrl }) => {
    const logFile = join(folder, `${name}.log`);
    const started = { name, command: process.execPath, args, logFile, cwd: root };
    const part = await startProcess({ ...started, env: { ...env, ...own } });
    endings.push(() => watch.expected(() => part.stop(GRACE_MS[name])));
    watch.over(part);
    return async () => {
      await watch.untilReady(part, readyUrl);
      log(`${name} is ready`);
    };
  };
}

/** @returns {Promise<import('./local-stack-settings.mjs').Ports>} */
async function choosePorts() {
  const [simulator = 0, webhooks = 0, workerAdmin = 0, webhooksAdmin = 0] = await freePorts(4);
  return { simulator, webhooks, workerAdmin, webhooksAdmin };
}

/** @param {number} port */
function local(port) {
  return `http://127.0.0.1:${port}`;
}

/** @param {NodeJS.ProcessEnv} env the defaults are those of the webhooks' configuration */
function publicNotificationUrl(env) {
  const host = env['WEBHOOK_HOST'] || '127.0.0.1';
  return `http://${host}:${env['WEBHOOK_PORT'] || '8080'}${env['WEBHOOK_PATH'] || '/notifications'}`;
}

/** @param {() => Promise<void>} action @returns {() => Promise<void>} */
function once(action) {
  /** @type {Promise<void> | undefined} */
  let running;
  return () => (running ??= action());
}
