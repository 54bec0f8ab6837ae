import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStep } from './step.mjs';
import { startDevServer } from './temporal/dev-server.mjs';
import { withoutTemporalSettings } from './temporal/temporal-env.mjs';

/**
 * @typedef {object} StackTemporal
 * @property {string} address
 * @property {string} namespace
 * @property {string | null} uiUrl
 * @property {string} taskQueue
 * @property {NodeJS.ProcessEnv} env for every process that talks to this server
 * @property {import('./temporal/dev-server.mjs').DevServer} [server] when it is ours
 */

/**
 * @typedef {{ temporal: import('./temporal/find-server.mjs').FoundTemporal, root: string,
 *   folder: string, dbFile: string, env: NodeJS.ProcessEnv, withSimulator: boolean,
 *   uiCodecEndpoint?: string | undefined, log: (line: string) => void }} TemporalOptions
 */

/**
 * The server that was found running, or a dev server of our own.
 * @param {TemporalOptions} options
 * @returns {Promise<StackTemporal>}
 */
export function provideTemporal(options) {
  const { temporal } = options;
  return temporal.kind === 'address'
    ? useRunningServer({ ...options, address: temporal.address })
    : startOwnServer({ ...options, cliPath: temporal.cliPath });
}

/** @param {TemporalOptions & { address: string }} options @returns {Promise<StackTemporal>} */
async function useRunningServer({ address, root, env, withSimulator, log }) {
  const namespace = env['TEMPORAL_NAMESPACE'] || 'default';
  // On a shared server a worker that talks to real Graph may already listen on the usual queue.
  const ownQueue = `graph-invites-local-${randomBytes(4).toString('hex')}`;
  const taskQueue = env['INVITE_TASK_QUEUE'] || (withSimulator ? ownQueue : 'graph-invites');
  const uiUrl = env['TEMPORAL_UI_URL'] || null;
  const named = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  const childEnv = { ...env, ...named, INVITE_TASK_QUEUE: taskQueue };
  await registerSearchAttributes({ root, env: childEnv, log });
  return { address, namespace, uiUrl, taskQueue, env: childEnv };
}

/** @param {{ root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
async function registerSearchAttributes({ root, env, log }) {
  const cli = join(root, 'dist', 'cli', 'main.js');
  if (!existsSync(cli)) return;
  const step = { command: process.execPath, args: [cli, 'setup'], env, deadlineMs: 30_000 };
  const { code, output } = await runStep({ ...step, output: 'capture' });
  // Not the end: they may be there, and this account only not allowed to look.
  if (code !== 0) log(`Search attributes could not be checked: ${output.trim()}`);
}

/** @param {TemporalOptions & { cliPath: string }} options @returns {Promise<StackTemporal>} */
async function startOwnServer(options) {
  const { cliPath, folder, dbFile, env, uiCodecEndpoint, log } = options;
  mkdirSync(dirname(dbFile), { recursive: true });
  const server = await startDevServer({ cliPath, dbFile, uiCodecEndpoint, env, log });
  const { address, namespace, uiUrl } = server;
  const taskQueue = env['INVITE_TASK_QUEUE'] || 'graph-invites';
  const childEnv = {
    ...withoutTemporalSettings(env, folder),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_UI_URL: uiUrl,
    INVITE_TASK_QUEUE: taskQueue,
  };
  return { address, namespace, uiUrl, taskQueue, env: childEnv, server };
}
