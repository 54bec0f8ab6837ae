import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explained } from './explained.mjs';
import { npmCommand } from './install-dependencies.mjs';
import { runStep } from './step.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const NAME = 'graph-invite-orchestrator';
/** What the consumer has besides our production dependencies: what its own code uses. */
const OF_THE_CONSUMER = ['@types/node', 'express', '@types/express', 'fastify'];
const DEADLINE_MS = 120_000;

/**
 * Packs what is built, as it would be published, and looks at it from outside: publint and "are the types wrong" about the
 * manifest, then a consumer with the packed files and their production dependencies alone. Needs dist/ and no network.
 * @param {{ root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 * @throws an explained error with what was found
 */
export async function checkPackage({ root, env, log }) {
  const started = Date.now();
  const folder = temporaryFolder('graph-invite-package-');
  try {
    const tarball = await pack(root, env, folder.path);
    await lint(root, env, tarball);
    const consumer = join(folder.path, 'consumer');
    await unpack(tarball, join(consumer, 'node_modules', NAME), env);
    furnish(root, consumer);
    await use(consumer, env);
    await compile(root, consumer, env);
  } finally {
    folder.remove();
  }
  log(`ok      package, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Without scripts: `prepack` would build again. @returns {Promise<string>} the path of the tarball */
async function pack(root, env, destination) {
  const npm = npmCommand(env);
  const args = [...npm.args, 'pack', '--ignore-scripts', '--pack-destination', destination];
  const step = { command: npm.command, args, cwd: root, env, shell: npm.shell };
  await must('npm pack', step);
  const { version } = readJson(join(root, 'package.json'));
  return join(destination, `${NAME}-${version}.tgz`);
}

async function lint(root, env, tarball) {
  const node = (what, bin, ...args) =>
    must(what, { command: process.execPath, args: [join(root, bin), ...args], env });
  await node('publint', 'node_modules/publint/src/cli.js', 'run', tarball, '--strict');
  // Profile esm-only: the package is ESM alone ("type": "module", no "main"). What the profile leaves out is `require()` by
  // TypeScript's rules for CommonJS (Node 20.19 and newer can require it all the same) and the resolution of Node 10, which
  // knows no `exports`. Definitions of DefinitelyTyped would be asked of the network, and there are none of ours.
  const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  const plain = ['--no-definitely-typed', '--no-emoji', '--no-color', '--format', 'ascii'];
  await node('are the types wrong', attw, tarball, '--profile', 'esm-only', ...plain);
}

async function unpack(tarball, into, env) {
  mkdirSync(into, { recursive: true });
  const args = ['-xzf', tarball, '-C', into, '--strip-components', '1'];
  await must('tar', { command: 'tar', args, env });
}

/** Only what an installation would bring: a type or module of our own tools must be missed. */
function furnish(root, consumer) {
  const { dependencies } = readJson(join(root, 'package.json'));
  for (const name of new Set([...Object.keys(dependencies), ...OF_THE_CONSUMER])) {
    const link = join(consumer, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
  const write = (name, text) => writeFileSync(join(consumer, name), text);
  write('package.json', '{ "type": "module", "private": true }');
  write('consumer.ts', CONSUMER);
  write('use.js', USE);
  cpSync(join(root, 'examples'), join(consumer, 'examples'), {
    recursive: true,
    filter: (path) => !/[/\\](?:dist|go)$/.test(path),
  });
}

/** Every entry of the package, once as a value and once as a type. */
const CONSUMER = `
import { createInviteClient, InviteFailedError, type InviteResult } from '${NAME}/client';
import { inviteWorkflowId } from '${NAME}/contracts/ids';
import type { InviteRequest } from '${NAME}/contracts/types';
import { startSimulator, type Simulator } from '${NAME}/simulator';

const request: InviteRequest = {
  callId: 'call-1',
  participants: [{ identity: { user: { id: 'user-1' } } }],
};
const people = { appId: 'app-1', tenantId: 'tenant-1', issuer: 'https://simulator.invalid/' };
// @ts-expect-error whom to invite is no string: were the types lost, this would be no error
const wrong: InviteRequest = { callId: 'call-1', participants: 'user-1' };

export async function invite(): Promise<InviteResult | undefined> {
  const simulator: Simulator = await startSimulator(people);
  const invites = createInviteClient({ connection: { address: 'localhost:7233' } });
  try {
    const started = await invites.start(request, { signal: AbortSignal.timeout(1_000) });
    console.log(inviteWorkflowId(started.inviteId), wrong);
    return await started.result();
  } catch (error) {
    // @ts-expect-error a failure type is one of a closed list
    if (error instanceof InviteFailedError && error.type === 'NoSuchType') throw error;
    return undefined;
  } finally {
    await simulator.close();
  }
}
`;

/** The same at run time; a client connects with its first call only. */
const USE = `
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as client from '${NAME}/client';
import { inviteWorkflowId } from '${NAME}/contracts/ids';
import { startSimulator } from '${NAME}/simulator';

const file = (entry) => fileURLToPath(import.meta.resolve('${NAME}/' + entry));
await client.createInviteClient({ connection: { address: '127.0.0.1:1' } }).close();
assert.throws(() => client.checkStartRequest({}), client.InvalidInviteRequestError);
assert.equal(inviteWorkflowId('i1'), 'invite/i1');
assert.equal(typeof startSimulator, 'function');
const schema = JSON.parse(readFileSync(file('contracts/invite-request.json'), 'utf8'));
assert.equal(schema.title, 'InviteRequest');
const { bin } = JSON.parse(readFileSync(file('package.json'), 'utf8'));
const main = file('package.json').replace(/package[.]json$/, bin['graph-invite']);
const help = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8' });
assert.match(help.stdout, /graph-invite/, help.stderr);
await assert.rejects(import('${NAME}/worker'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
`;

async function use(consumer, env) {
  const args = [join(consumer, 'use.js')];
  await must('importing the package', { command: process.execPath, args, cwd: consumer, env });
}

/** As strict as TypeScript can be, with both resolutions that understand `exports`. */
async function compile(root, consumer, env) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const errorsWith = async (moduleResolution) => {
    const config = join(consumer, `tsconfig.${moduleResolution}.json`);
    writeFileSync(config, JSON.stringify(compilation(moduleResolution)));
    const args = [tsc, '-p', config, '--pretty', 'false'];
    const step = { command: process.execPath, args, cwd: consumer, env };
    const done = await runStep({ ...step, output: 'capture', deadlineMs: DEADLINE_MS });
    const errors = done.output.split('\n').filter((line) => /error TS/.test(line));
    // It broke down, or its output was longer than what is kept of it.
    if ((done.code !== 0 && errors.length === 0) || done.output.length > 15_000)
      return [done.output];
    return errors.filter((line) => !isForeign(line));
  };
  const errors = await Promise.all(['nodenext', 'bundler'].map(errorsWith));
  if (errors.flat().length > 0) throw failed('a consumer in TypeScript', errors.flat().join('\n'));
}

/** @param {string} moduleResolution */
function compilation(moduleResolution) {
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext', moduleResolution },
    ...{ target: 'es2023', types: ['node'], noEmit: true, allowImportingTsExtensions: true },
    // Declarations are checked too, once: skipLibCheck takes an unknown type of ours for `any`. Those of others, such as the
    // Temporal SDK's, do not all pass, and are not ours to judge.
    skipLibCheck: moduleResolution === 'bundler',
  };
  return { compilerOptions, include: ['consumer.ts', 'examples'] };
}

/** @param {string} line of tsc, which begins with the file that it is about */
function isForeign(line) {
  const [file = ''] = line.split('(');
  return file.includes('node_modules/') && !file.startsWith(`node_modules/${NAME}/`);
}

async function must(what, step) {
  const { code, output } = await runStep({ ...step, output: 'capture', deadlineMs: DEADLINE_MS });
  if (code !== 0) throw failed(what, output);
}

/** @param {string} what @param {string} output */
function failed(what, output) {
  return explained(`FAILED  package: ${what}\n${output}`);
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
