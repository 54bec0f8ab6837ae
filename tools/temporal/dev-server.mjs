import { join } from 'node:path';
import { startProcess } from '../background-process.mjs';
import { explained } from '../explained.mjs';
import { freePorts } from '../free-ports.mjs';
import { pause, poll } from '../poll.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { CODEC_FLAG, devServerFlags, startDevHelp } from './dev-server-flags.mjs';
import { whyUnreachable } from './reach.mjs';
import { createSearchAttributes, listSearchAttributes } from './search-attributes.mjs';
import { withoutTemporalSettings } from './temporal-env.mjs';

/**
 * @typedef {object} DevServerOptions
 * @property {string} cliPath
 * @property {string} [dbFile] a SQLite file; in memory without
 * @property {string} [namespace]
 * @property {number} [port] with a fixed port there is no second try with another
 * @property {number} [uiPort]
 * @property {string} [uiCodecEndpoint] of a codec server, for the UI
 * @property {readonly string[]} [dynamicConfig] `key=value`, in the place of our own; for comparisons
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [log]
 *
 * @typedef {object} DevServer
 * @property {string} address
 * @property {string} uiUrl
 * @property {string} namespace
 * @property {boolean} uiHasCodec whether the UI was told of the codec server: an older CLI cannot
 * @property {number} pid
 * @property {Promise<{ code: number | null, signal: string | null }>} exited
 * @property {() => string} logTail
 * @property {() => Promise<void>} stop
 */

export const SEARCH_ATTRIBUTES = [
  'GraphCallId',
  'GraphInviteScenario',
  'GraphTenantId',
  'GraphInviteOutcome',
];

const TRIES = 3;
// 0.3 s on an idle machine; a cold disk and a busy processor take many times that.
const READY_MS = 60_000;
const STOP_MS = 10_000;

/**
 * Starts a Temporal dev server on loopback and waits until it serves: gRPC, namespace, search
 * attributes and UI.
 * @param {DevServerOptions} options
 * @returns {Promise<DevServer>}
 */
export async function startDevServer(options) {
  const folder = temporaryFolder('graph-invite-temporal-');
  try {
    const env = withoutTemporalSettings(options.env ?? process.env, folder.path);
    const server = await startWithRetries({
      ...options,
      env,
      logFile: join(folder.path, 'log.txt'),
    });
    void server.exited.then(folder.remove);
    return server;
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** @typedef {DevServerOptions & { env: NodeJS.ProcessEnv, logFile: string }} PreparedOptions */

/** @param {PreparedOptions} options @returns {Promise<DevServer>} */
async function startWithRetries(options) {
  const { cliPath, env, log } = options;
  const help = await startDevHelp(cliPath, env);
  const tries = options.port === undefined && options.uiPort === undefined ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await startOnce(options, help);
    if ('server' in outcome) return outcome.server;
    const portTaken = /can't set (frontend|UI) port/.test(outcome.failure);
    if (!portTaken || attempt >= tries) {
      throw explained(`The Temporal dev server (${cliPath}) did not start: ${outcome.failure}`);
    }
    log?.('A port of the Temporal dev server was taken meanwhile; trying others.');
  }
}

/**
 * @param {PreparedOptions} options
 * @param {string} help
 * @returns {Promise<{ server: DevServer } | { failure: string }>}
 */
async function startOnce(options, help) {
  const {
    cliPath,
    env,
    logFile,
    dbFile,
    namespace = 'default',
    uiCodecEndpoint,
    dynamicConfig,
  } = options;
  const [freePort = 0, freeUiPort = 0] = await freePorts(2);
  const { port = freePort, uiPort = freeUiPort } = options;
  const searchAttributes = SEARCH_ATTRIBUTES;
  const named = {
    port,
    uiPort,
    namespace,
    dbFile,
    searchAttributes,
    uiCodecEndpoint,
    dynamicConfig,
  };
  const args = devServerFlags({ ...named, help });
  const started = { name: 'Temporal dev server', command: cliPath, args, logFile, env };
  const child = await startProcess(started);
  const address = `127.0.0.1:${port}`;
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  const failure = await whyNotReady(child, { cliPath, address, namespace, env }, uiUrl);
  if (failure !== undefined) {
    await child.stop(STOP_MS);
    return { failure: `${failure}\n${child.logTail()}` };
  }
  const { pid, exited, logTail } = child;
  const stop = () => child.stop(STOP_MS);
  const uiHasCodec = args.includes(CODEC_FLAG);
  return { server: { address, uiUrl, namespace, uiHasCodec, pid, exited, logTail, stop } };
}

/**
 * @param {import('../background-process.mjs').BackgroundProcess} child
 * @param {import('./search-attributes.mjs').Target} target
 * @param {string} uiUrl
 * @returns {Promise<string | undefined>} undefined once everything serves
 */
async function whyNotReady(child, target, uiUrl) {
  const probes = [
    () => whyUnreachable(target.address, 1_000),
    () => whyNoSearchAttributes(target),
    () => whyNoAnswer(uiUrl),
  ];
  let last = '';
  const deadline = { deadlineMs: READY_MS, everyMs: 50 };
  const outcome = await poll(async () => {
    while (probes[0] !== undefined) {
      if (child.hasExited()) return 'it ended at once.';
      const reason = await probes[0]();
      if (reason !== undefined) {
        last = reason;
        return undefined;
      }
      probes.shift();
    }
    return 'ready';
  }, deadline);
  if (outcome === 'ready') return undefined;
  return outcome ?? `not ready after ${READY_MS / 1000} s: ${last}`;
}

/** @param {import('./search-attributes.mjs').Target} target */
async function whyNoSearchAttributes(target) {
  const listed = await listSearchAttributes(target);
  if ('error' in listed) {
    // Each try is a process of its own.
    await pause(200);
    return listed.error;
  }
  const missing = SEARCH_ATTRIBUTES.filter((name) => !listed.names.has(name));
  return missing.length === 0 ? undefined : await createSearchAttributes(target, missing);
}

/** @param {string} url */
async function whyNoAnswer(url) {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ok ? undefined : `the UI answers ${status}`;
  } catch {
    return 'the UI does not answer';
  }
}
