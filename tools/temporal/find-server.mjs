import { rmSync } from 'node:fs';
import { explained } from '../explained.mjs';
import { cachedCliPath, cliFileName, cliModuleVersion } from './cache-folder.mjs';
import { readCliVersion } from './cli-version.mjs';
import { findOnPath, isExecutable } from './find-on-path.mjs';
import { buildWithGo } from './go-build.mjs';
import { whyUnreachable } from './reach.mjs';
import { downloadThroughSdk } from './sdk-download.mjs';

/**
 * @typedef {{ kind: 'address', address: string }
 *   | { kind: 'cli', cliPath: string, source: string, server: string, ui: string }} FoundTemporal
 * @typedef {{ step: string, reason: string }} Attempt
 * @typedef {{ env: NodeJS.ProcessEnv, log: (line: string) => void }} Surroundings
 */

const REACH_MS = 5_000;

/**
 * Finds a Temporal server to use, or a CLI that can start one. What the person named in the
 * environment is used or refused, never passed over; then PATH, the project's cache, the SDK's
 * download and a build with Go, in this order.
 * @param {Surroundings & { download?: typeof downloadThroughSdk, build?: typeof buildWithGo }} options
 * @returns {Promise<FoundTemporal>}
 */
export async function findTemporal(options) {
  const { env, log, download = downloadThroughSdk, build = buildWithGo } = options;
  if (env['TEMPORAL_ADDRESS']) return namedAddress(env['TEMPORAL_ADDRESS']);
  if (env['TEMPORAL_CLI_PATH']) return namedCli(env['TEMPORAL_CLI_PATH'], { env, log });
  /** @type {Attempt[]} */
  const attempts = [
    { step: 'TEMPORAL_ADDRESS (a running server)', reason: 'not set' },
    { step: 'TEMPORAL_CLI_PATH (a Temporal CLI)', reason: 'not set' },
  ];
  const target = cachedCliPath(env);
  const version = cliModuleVersion();
  const steps = [
    { step: '`temporal` on PATH', look: () => lookOnPath({ env, log }) },
    { step: `the cache, ${target}`, look: () => lookAt(target, env) },
    {
      step: `the SDK's download of ${version}`,
      look: () => fetched({ target, version, env, log }, download),
    },
    {
      step: `a build with Go of ${version} (tools/temporal/go.mod)`,
      look: () => fetched({ target, version, env, log }, build),
    },
  ];
  for (const { step, look } of steps) {
    const found = await look();
    if ('cliPath' in found) return { kind: 'cli', source: step, ...found };
    attempts.push({ step, reason: found.reason });
  }
  throw explained(deadEnd(attempts));
}

/** @param {string} address @returns {Promise<FoundTemporal>} */
async function namedAddress(address) {
  const reason = await whyUnreachable(address, REACH_MS);
  if (reason === undefined) return { kind: 'address', address };
  throw explained(
    `TEMPORAL_ADDRESS is ${address}, but no server can be reached there: ${reason}.\n` +
      'Start that server or correct the address, or unset TEMPORAL_ADDRESS to use a local server.',
  );
}

/** @param {string} cliPath @param {Surroundings} surroundings @returns {Promise<FoundTemporal>} */
async function namedCli(cliPath, { env, log }) {
  const version = isExecutable(cliPath)
    ? await readCliVersion(cliPath, env)
    : { ok: /** @type {const} */ (false), reason: 'is no executable file' };
  if (!version.ok) {
    throw explained(
      `TEMPORAL_CLI_PATH is ${cliPath}, which ${version.reason}.\n` +
        'Correct the path, or unset TEMPORAL_CLI_PATH to let a Temporal CLI be found.',
    );
  }
  const { server, ui, tooOld } = version;
  if (tooOld) log(`${cliPath} has server ${server}; 1.29 or newer is needed for every feature.`);
  return { kind: 'cli', cliPath, source: 'TEMPORAL_CLI_PATH', server, ui };
}

/** @param {Surroundings} surroundings */
async function lookOnPath({ env, log }) {
  const cliPath = findOnPath(cliFileName(), env);
  if (cliPath === undefined) return { reason: 'there is none' };
  const found = await lookAt(cliPath, env);
  if ('reason' in found) log(`Not using ${cliPath}: ${found.reason}.`);
  return found;
}

/** @param {string} cliPath @param {NodeJS.ProcessEnv} env */
async function lookAt(cliPath, env) {
  if (!isExecutable(cliPath)) return { reason: 'nothing there yet' };
  const version = await readCliVersion(cliPath, env);
  if (!version.ok) return { reason: `${cliPath} ${version.reason}` };
  const { server, ui, tooOld } = version;
  if (tooOld) return { reason: `its server is ${server}, and 1.29 or newer is needed` };
  return { cliPath, server, ui };
}

/**
 * @param {Surroundings & { target: string, version: string }} options
 * @param {typeof downloadThroughSdk} fetch leaves a file at the target, or says why not
 */
async function fetched(options, fetch) {
  const { target, env } = options;
  // Here the cache was found empty or unusable.
  const reason = await fetch(options);
  if (reason !== undefined) return { reason };
  const found = await lookAt(target, env);
  if ('reason' in found) rmSync(target, { force: true });
  return found;
}

/** @param {readonly Attempt[]} attempts */
function deadEnd(attempts) {
  return [
    'No Temporal server was found, and none could be fetched or built. Tried in this order:',
    ...attempts.map(({ step, reason }, index) => `  ${index + 1}. ${step}: ${reason}`),
    'Any one of these helps:',
    '  - point TEMPORAL_ADDRESS at a running server (host:port)',
    '  - install the Temporal CLI (https://docs.temporal.io/cli) on PATH, or set TEMPORAL_CLI_PATH to it',
    '  - give this machine access to temporal.download for the SDK',
    '  - install Go 1.26 or newer with access to a Go module proxy (`go env GOPROXY`)',
  ].join('\n');
}
