import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { bootstrap } from '../bootstrap.mjs';
import { explained } from '../explained.mjs';
import { codecServerHint } from '../local-stack-encryption.mjs';
import { APP_ID, ISSUER } from '../local-stack-settings.mjs';
import { startStack } from '../local-stack.mjs';
import { readOwner, tryLock } from '../lock.mjs';
import { endsByInterrupt } from '../shutdown.mjs';
import { cacheFolder } from '../temporal/cache-folder.mjs';
import { findTemporal } from '../temporal/find-server.mjs';

/**
 * Runs the local stack until Ctrl-C; its invites survive a restart. With GRAPH_BASE_URL or
 * GRAPH_CREDENTIAL set it talks to that Graph instead of a simulator.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>} never resolves: a signal ends it, or the failure of a process
 */
export async function start({ args, root, env, log }) {
  if (args.length > 0) throw explained(`start takes no arguments, but got ${args.join(' ')}`);
  await bootstrap({ root, env, log });
  const temporal = await findTemporal({ env, log });
  const withSimulator = !env['GRAPH_BASE_URL'] && !env['GRAPH_CREDENTIAL'];
  const folder = stateFolder(root, env);
  const release = temporal.kind === 'cli' ? lockState(folder) : () => undefined;
  const dbFile = join(folder, 'temporal.db');
  const stack = await startStack({ root, temporal, withSimulator, env, log, dbFile });
  try {
    await describeStack({ stack, root, log });
    if (temporal.kind === 'cli') log(`The temporal CLI itself: ${temporal.cliPath}`);
    endsByInterrupt(0);
    throw explained(await stack.failed);
  } finally {
    await stack.stop();
    release();
  }
}

/** One folder per clone. @param {string} root @param {NodeJS.ProcessEnv} env */
function stateFolder(root, env) {
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return join(cacheFolder(env), 'local', clone);
}

/** Two servers must not share one database file. @param {string} folder */
function lockState(folder) {
  const file = join(folder, 'running.lock');
  const release = tryLock(file);
  if (release !== undefined) return release;
  const pid = readOwner(file)?.pid;
  throw explained(`A local stack of this clone runs already (pid ${pid ?? '?'}).`);
}

/** @param {{ stack: import('../local-stack.mjs').LocalStack, root: string, log: (line: string) => void }} options */
async function describeStack({ stack, root, log }) {
  const { temporal, notificationUrl, simulatorUrl, codecServer, taskQueue, logFolder } = stack;
  log('');
  log(`Temporal UI    ${temporal.uiUrl ?? '(not known: set TEMPORAL_UI_URL)'}`);
  log(
    `Temporal       ${temporal.address}, namespace ${temporal.namespace}, task queue ${taskQueue}`,
  );
  if (codecServer !== null) {
    log(`Codec server   ${codecServer.url} (${codecServerHint(codecServer, temporal.uiUrl)})`);
  }
  log(`Webhook        ${notificationUrl}`);
  if (simulatorUrl !== null) {
    log(`Simulator      ${simulatorUrl}, notifies as ${ISSUER} for application ${APP_ID}`);
  }
  log(`Logs           ${logFolder}`);
  log('');
  const callId = simulatorUrl === null ? 'CALL_ID' : await makeCall(simulatorUrl, notificationUrl);
  const keysFile = stack.clientEnv['PAYLOAD_ENCRYPTION_KEYS_FILE'];
  const settings = [
    `TEMPORAL_ADDRESS=${temporal.address}`,
    `TEMPORAL_NAMESPACE=${temporal.namespace}`,
    `INVITE_TASK_QUEUE=${taskQueue}`,
    ...(temporal.uiUrl === null ? [] : [`TEMPORAL_UI_URL=${temporal.uiUrl}`]),
    ...(keysFile ? [`PAYLOAD_ENCRYPTION_KEYS_FILE=${keysFile}`] : []),
  ];
  log('Paste this into another terminal:');
  log(`  export ${settings.join(' ')}`);
  log(`  graph-invite() { node '${join(root, 'dist', 'cli', 'main.js')}' "$@"; }`);
  log('');
  // What was invited before is still known, and an id is for one request.
  const inviteId = `first-${randomBytes(2).toString('hex')}`;
  log('Then invite somebody, and read what happened:');
  log(`  graph-invite start --call ${callId} --phone +15550100199 --invite-id ${inviteId} --wait`);
  log(`  graph-invite explain ${inviteId}`);
  log('');
  log('Ctrl-C stops everything.');
}

/**
 * A group call in the simulator to invite into.
 * @param {string} simulatorUrl
 * @param {string} callbackUri
 * @returns {Promise<string>} its id
 */
async function makeCall(simulatorUrl, callbackUri) {
  const answer = await fetch(`${simulatorUrl}/control/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'group', callbackUri }),
  });
  const { callId } = await answer.json();
  if (!answer.ok || typeof callId !== 'string') {
    throw explained(`The simulator made no call; it answered ${answer.status}.`);
  }
  return callId;
}
