import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const VARIABLE = 'PAYLOAD_ENCRYPTION_KEYS_FILE';

/**
 * @typedef {object} StackCodecServer
 * @property {string} url
 * @property {boolean} inUi whether the UI knows it already
 */

/**
 * Which keys the stack encrypts payloads with: those that the environment names, or, when it is
 * asked to encrypt, new ones that go with its folder.
 * @param {{ root: string, folder: string, encrypted: boolean, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string | undefined>} the file; undefined: payloads stay in clear
 */
export async function provideKeysFile({ root, folder, encrypted, env }) {
  const named = env[VARIABLE];
  if (named) return resolve(named);
  if (!encrypted) return undefined;
  const cli = join(root, 'dist', 'cli', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'new-key'], { env });
  const file = join(folder, 'payload-keys.json');
  writeFileSync(file, stdout, { mode: 0o600, flag: 'wx' });
  return file;
}

/** @param {NodeJS.ProcessEnv} env @param {string | undefined} keysFile @returns {NodeJS.ProcessEnv} */
export function withKeysFile(env, keysFile) {
  return keysFile === undefined ? env : { ...env, [VARIABLE]: keysFile };
}

/**
 * How to start the codec server for a UI that may be unknown.
 * @param {{ root: string, port: number, uiUrl: string | null }} options
 */
export function codecServerPart({ root, port, uiUrl }) {
  const origins = uiUrl === null ? [] : originsOf(uiUrl);
  const args = [join(root, 'dist', 'cli', 'main.js'), 'codec-server', '--port', `${port}`];
  for (const origin of origins) args.push('--ui-origin', origin);
  // A person's settings for other machines would ask the local UI for a token; empty is unset.
  const env = { CODEC_SERVER_ISSUER: '', CODEC_SERVER_AUDIENCE: '', CODEC_SERVER_JWKS_URL: '' };
  return { args, env, readyUrl: `http://127.0.0.1:${port}/healthz` };
}

/** A browser tells 127.0.0.1 and localhost apart. @param {string} uiUrl */
function originsOf(uiUrl) {
  const { origin } = new URL(uiUrl);
  const twin = origin.replace('//127.0.0.1', '//localhost');
  return [...new Set([origin, twin])];
}

/**
 * What a person must do to see payloads in clear.
 * @param {StackCodecServer} codecServer @param {string | null} uiUrl
 */
export function codecServerHint({ inUi }, uiUrl) {
  if (inUi) return 'the UI shows payloads in clear through it';
  return uiUrl === null
    ? 'set TEMPORAL_UI_URL to let a UI use it'
    : 'enter it in the UI under "Codec Server" to see payloads in clear';
}
